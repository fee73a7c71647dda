import type { TrackSourceName, VideoGrant } from '../../../main/contract/preset.ts';

export const words = {
  add: 'Add preset',
  listLabel: 'Presets',
  detailLabel: 'Preset',
  isDefault: 'Default',
  newName: 'New preset',
  copyOf: (name: string) => `${name} copy`,
  menu: {
    label: 'Preset actions',
    makeDefault: 'Make default for the active project',
    duplicate: 'Duplicate',
    remove: 'Delete',
  },
  removed: (name: string) => `${name} deleted`,
  restored: (name: string) => `${name} is back`,
  fields: {
    name: 'Name',
    slug: 'Slug',
    slugHint: 'Selects this preset in a URL.',
    ttl: 'Lifetime',
    ttlHint:
      'Like 15 min, 1h 30m or 900 s. LiveKit clients refresh a token 60 s before it expires.',
    ttlLong: 'Longer than a day. Anyone who gets this token can use it until it expires.',
  },
  url: 'Endpoint URL with this preset',
  groups: {
    room: 'In the room',
    server: 'On the server',
    more: 'Other services',
    kind: 'Kind and rooms',
  },
  states: { unset: 'Not set', yes: 'Yes', no: 'No' },
  sources: {
    title: 'May publish',
    hint: 'Leave all unticked to allow any source.',
    names: {
      camera: 'Camera',
      microphone: 'Microphone',
      screen_share: 'Screen',
      screen_share_audio: 'Screen audio',
    } satisfies Record<TrackSourceName, string>,
  },
  destinationRoom: 'Destination room',
  destinationRoomHint: 'The only room this participant can be forwarded to.',
  sipAdmin: 'SIP: manage trunks and rules',
  sipCall: 'SIP: make calls',
  inference: 'Use LiveKit Inference',
  observability: 'Write observability data',
  kind: 'Kind',
  kindHint: 'standard, ingress, egress, sip or agent. Leave empty for standard.',
  roomPreset: 'Room preset',
  roomPresetHint:
    'A name from the LiveKit server’s configuration. A self-hosted server refuses a name it doesn’t know.',
  json: 'Grants as JSON',
  jsonHint: 'Always matches the form. Paste grants here.',
  save: 'Save preset',
  saved: (name: string) => `${name} saved`,
  summary: {
    publish: 'publishes',
    subscribe: 'subscribes',
    data: 'sends data',
    hidden: 'hidden',
    recorder: 'records',
    admin: 'administers',
    none: 'cannot join',
    watch: 'only watches',
  },
} as const;

type GrantFlag = Exclude<keyof VideoGrant, 'canPublishSources' | 'destinationRoom'>;

export interface GrantWords {
  flag: GrantFlag;
  label: string;
  /** One sentence on what it allows. */
  allows: string;
  /** What LiveKit does when the grant is not set. */
  unset: 'yes' | 'no';
}

/** The grants for a participant in the room. */
export const ROOM_GRANTS: readonly GrantWords[] = [
  { flag: 'roomJoin', label: 'Join', allows: 'Join the token’s room.', unset: 'no' },
  {
    flag: 'canPublish',
    label: 'Publish',
    allows: 'Publish camera, microphone and screen.',
    unset: 'yes',
  },
  {
    flag: 'canSubscribe',
    label: 'Subscribe',
    allows: 'Receive what others publish.',
    unset: 'yes',
  },
  {
    flag: 'canPublishData',
    label: 'Send data',
    allows: 'Send messages, text and files to the room.',
    unset: 'yes',
  },
  {
    flag: 'canUpdateOwnMetadata',
    label: 'Update own metadata',
    allows: 'Change their own name, metadata and attributes.',
    unset: 'no',
  },
  {
    flag: 'hidden',
    label: 'Hidden',
    allows: 'Stay invisible to the other participants.',
    unset: 'no',
  },
  { flag: 'recorder', label: 'Recorder', allows: 'Mark the room as being recorded.', unset: 'no' },
  {
    flag: 'agent',
    label: 'Agent',
    allows: 'Act as an agent, with an agent’s permissions.',
    unset: 'no',
  },
  {
    flag: 'canSubscribeMetrics',
    label: 'Metrics',
    allows: 'Receive the other participants’ metrics.',
    unset: 'no',
  },
  {
    flag: 'canManageAgentSession',
    label: 'Agent session',
    allows: 'Control the agent’s session in the room.',
    unset: 'no',
  },
];

/** The grants for LiveKit's server API. */
export const SERVER_GRANTS: readonly GrantWords[] = [
  { flag: 'roomCreate', label: 'Create rooms', allows: 'Create and delete rooms.', unset: 'no' },
  { flag: 'roomList', label: 'List rooms', allows: 'List the rooms on the server.', unset: 'no' },
  {
    flag: 'roomAdmin',
    label: 'Administer',
    allows: 'Mute, remove and update participants in the room.',
    unset: 'no',
  },
  { flag: 'roomRecord', label: 'Record', allows: 'Start and stop egress.', unset: 'no' },
  { flag: 'ingressAdmin', label: 'Ingress', allows: 'Manage ingress.', unset: 'no' },
];
