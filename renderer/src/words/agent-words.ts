import type { AgentState } from '../../../main/contract/rooms.ts';

export const words = {
  title: 'Agents',
  lookAgain: 'Look again',
  loading: 'Asking the LiveKit server…',
  dispatchNow: 'Dispatch now',
  dispatchNamed: (agent: string) => `Dispatch ${agent} now`,
  dispatched: (agent: string) => `${agent} dispatched`,
  freshRooms: 'Fresh room per request',
  freshDone: 'Requests that name no room now get a fresh one',
  states: {
    room_closed: 'Waits for the room to be made',
    not_dispatched: 'Not dispatched: the room was open already',
    no_worker: 'Dispatched, but no worker of this name has taken the job',
    starting: 'A worker took the job, and has not joined yet',
    joined: 'Joined',
    failed: 'The job failed',
    ended: 'The job has ended',
  } satisfies Record<AgentState, string>,
  as: (identity: string) => `as ${identity}`,
} as const;
