import type { Cause } from '../contract/causes/causes.ts';
import type { AgentDispatch } from '../contract/project.ts';
import type { RoomChange, RoomsReading } from '../contract/rooms.ts';

/** A project's LiveKit server, asked with tokens that the core signs. Never on the path of a token. */
export interface LiveKitServer {
  ask: AskServer;
  connect: ConnectServer;
  probeJoin: ProbeJoin;
  readRoom: ReadRoom;
  readRooms: ReadRooms;
  changeRoom: ChangeRoom;
  readAgents: ReadAgents;
  dispatchAgent: DispatchAgent;
}

/** What a LiveKit server said of a token, without a join and without a room being made. */
export interface ServerAnswer {
  /** Why the token is refused, or why nothing that is LiveKit answered. Absent: it would be taken. */
  cause?: Cause;
  /** Set where the server creates no room on join and this one is not there. */
  roomMissing?: boolean;
  /** This machine's clock minus the server's in seconds, from the answer's `Date`; within 1 s it is 0. */
  clockOffsetSeconds?: number;
  durationMs: number;
}

/** Asks the server's validate route. Resolves within the time limit, and never throws. */
export type AskServer = (input: {
  /** As the project or the app has it; http and https are taken as ws and wss. */
  url: string;
  token: string;
}) => Promise<ServerAnswer>;

/** How far opening a connection came: the name looked up, TCP, TLS. The last stage may have failed. */
export interface ConnectStage {
  stage: 'name' | 'TCP' | 'TLS';
  ms: number;
  failed?: true;
}

/** Opens a connection and closes it. Empty for a URL that cannot be read. Resolves within 3 s, and never throws. */
export type ConnectServer = (input: { url: string }) => Promise<ConnectStage[]>;

/** One participant as the server lists it. */
export interface RoomParticipant {
  identity: string;
  /** Milliseconds since the epoch. */
  joinedAt: number;
  state: 'joining' | 'joined' | 'active' | 'disconnected';
}

export interface RoomReading {
  participants: RoomParticipant[];
  /** 0: no limit. Absent where the room does not exist. */
  maxParticipants?: number;
  /** This machine's clock minus the server's in seconds; within 1 s it is 0. Absent where the server did not say. */
  clockOffsetSeconds?: number;
  /** Agents dispatched to the room: how many jobs each dispatch has. */
  dispatches: { agentName: string; jobs: number }[];
}

/**
 * Reads a room through the server API: who is in it, its limit, its dispatches. Reads only. Resolves within
 * 3 s, and never throws.
 */
export type ReadRoom = (input: {
  url: string;
  /** Grants `roomAdmin` for this room and `roomList`; lives for a minute. */
  token: string;
  room: string;
  /** Whether the dispatches are wanted too, which is one more question. */
  withDispatches?: boolean;
}) => Promise<RoomReading | { failure: Cause }>;

/** One address at which the server offers to take media, and whether it answered from here. */
export interface MediaAddress {
  protocol: 'udp' | 'tcp';
  /** An IP address; for a TURN server a host name, too. */
  address: string;
  port: number;
  reachable: boolean;
}

/** What happened when the signal connection was opened as a client opens it, and left again. */
export interface JoinProbeResult {
  /** Why it did not get as far as the server's `JoinResponse`. */
  failure?: Cause;
  /** Milliseconds until the server's `JoinResponse`. */
  signalMs?: number;
  serverVersion?: string;
  /** What the server offered, each asked by STUN (UDP) or a connection (TCP); empty where it offered none in time. */
  media: MediaAddress[];
  /** The TURN servers that the server tells clients of, each asked in the same way. */
  turn?: MediaAddress[];
  /** Milliseconds until the first media address answered. */
  mediaMs?: number;
}

/**
 * Joins with `token` as a client does, as far as the media addresses, and leaves. The caller mints the token:
 * a hidden participant with an identity of its own, in a room of its own. Never throws.
 */
export type ProbeJoin = (input: {
  /** ws or wss. */
  url: string;
  token: string;
  /** Milliseconds for all of it. */
  timeLimitMs?: number;
  /** Hears of the signal connection as soon as the server answered there, in milliseconds. */
  onSignal?: (signalMs: number) => void;
}) => Promise<JoinProbeResult>;

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
