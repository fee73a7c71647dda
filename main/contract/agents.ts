import type { Cause } from './causes/causes.ts';

/**
 * What the server knows of an agent that a token asked for. `room_closed`: the room is not open, so it is dispatched
 * when the room is made. `not_dispatched`: the room was open already. `no_worker`: dispatched, and no worker of this
 * name has taken the job; the API does not list workers, so this is all it tells of them.
 */
export type AgentState =
  | 'room_closed'
  | 'not_dispatched'
  | 'no_worker'
  | 'starting'
  | 'joined'
  | 'failed'
  | 'ended';

export interface AgentView {
  agentName: string;
  state: AgentState;
  /** How often it was dispatched to the room. */
  dispatches: number;
  /** Its participant in the room. */
  identity?: string;
  /** The worker that took the job, as the server names it. */
  workerId?: string;
  /** What the worker said when its job failed. */
  error?: string;
}

/** The named agents that the token of a request asks for, as the room's server has them now. */
export interface AgentsReading {
  room: string;
  agents: AgentView[];
  /** Why the server could not be read. */
  failure?: Cause;
}
