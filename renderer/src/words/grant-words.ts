import type { VideoGrant } from '../../../main/contract/preset.ts';

export type GrantFlag = Exclude<keyof VideoGrant, 'canPublishSources' | 'destinationRoom'>;

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
