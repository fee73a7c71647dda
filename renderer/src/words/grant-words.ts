import type { VideoGrant } from '../../../main/contract/grants.ts';

export type GrantFlag = Exclude<keyof VideoGrant, 'canPublishSources' | 'destinationRoom'>;

export interface GrantWords {
  flag: GrantFlag;
  label: string;
  /** One sentence on what it allows. */
  allows: string;
  /** What LiveKit does where nothing is said. */
  unset: 'yes' | 'no';
}

/** The grants that matter to a participant in the room. */
export const ROOM_GRANTS: readonly GrantWords[] = [
  { flag: 'roomJoin', label: 'Join', allows: 'Enter the room of the token.', unset: 'no' },
  {
    flag: 'canPublish',
    label: 'Publish',
    allows: 'Send camera, microphone and screen.',
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
    label: 'Change itself',
    allows: 'Set its own name, metadata and attributes.',
    unset: 'no',
  },
  { flag: 'hidden', label: 'Hidden', allows: 'Be in the room unseen by the others.', unset: 'no' },
  { flag: 'recorder', label: 'Recorder', allows: 'Show the room as being recorded.', unset: 'no' },
  {
    flag: 'agent',
    label: 'Agent',
    allows: 'Act as an agent, with an agent’s permissions.',
    unset: 'no',
  },
  {
    flag: 'canSubscribeMetrics',
    label: 'Metrics',
    allows: 'Receive the measurements of the others.',
    unset: 'no',
  },
  {
    flag: 'canManageAgentSession',
    label: 'Agent session',
    allows: 'Steer the session of the room’s agent.',
    unset: 'no',
  },
];

/** The grants for LiveKit's server API. */
export const SERVER_GRANTS: readonly GrantWords[] = [
  { flag: 'roomCreate', label: 'Create rooms', allows: 'Make and delete rooms.', unset: 'no' },
  { flag: 'roomList', label: 'List rooms', allows: 'See which rooms there are.', unset: 'no' },
  {
    flag: 'roomAdmin',
    label: 'Administer',
    allows: 'Mute, remove and update the participants of the room.',
    unset: 'no',
  },
  { flag: 'roomRecord', label: 'Record', allows: 'Start and stop egress.', unset: 'no' },
  { flag: 'ingressAdmin', label: 'Ingress', allows: 'Manage ingress.', unset: 'no' },
];
