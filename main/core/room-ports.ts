import type { Cause } from '../contract/causes/causes.ts';
import type { AgentDispatch } from '../contract/project.ts';
import type { RoomChange, RoomsReading } from '../contract/rooms.ts';

/**
 * Every room of a server, and who is in `room`. Reads only. Resolves within 3 s, and never throws. The origins
 * of tokens are the core's to add.
 */
export type ReadRooms = (input: {
  url: string;
  /** Grants `roomList`, and `roomAdmin` for `room`. */
  token: string;
  room?: string;
}) => Promise<Pick<RoomsReading, 'rooms' | 'total' | 'members' | 'failure'>>;

/** Makes one change. Resolves within 3 s to why it was not made, and never throws. */
export type ChangeRoom = (input: {
  url: string;
  token: string;
  change: RoomChange;
}) => Promise<{ failure?: Cause }>;

/** One try of a worker to run a dispatched agent. Texts are empty where the server does not say. */
export interface AgentJob {
  status: 'pending' | 'running' | 'success' | 'failed';
  identity: string;
  workerId: string;
  error: string;
}

export interface AgentsOnServer {
  isOpen: boolean;
  dispatches: { agentName: string; jobs: AgentJob[] }[];
  /** Who is in the room. */
  identities: string[];
}

/** Which agents were dispatched to a room, and what became of them. Reads only. Resolves within 3 s, and never throws. */
export type ReadAgents = (input: {
  url: string;
  /** Grants `roomList`, and `roomAdmin` for `room`. */
  token: string;
  room: string;
}) => Promise<AgentsOnServer | { failure: Cause }>;

/** Dispatches an agent to an open room. Resolves within 3 s to why it was not, and never throws. */
export type DispatchAgent = (input: {
  url: string;
  /** Grants `roomAdmin` for `room`. */
  token: string;
  room: string;
  agent: AgentDispatch;
}) => Promise<{ failure?: Cause }>;
