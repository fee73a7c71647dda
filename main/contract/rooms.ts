import * as v from 'valibot';
import type { Cause } from './causes/causes.ts';
import { TextRecordSchema } from './project.ts';
import type { TrackSourceName } from './preset.ts';

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));
const longText = v.pipe(v.string(), v.maxLength(512 * 1024));
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff));

/** One change through the LiveKit server's API. `identity` names a participant of `room`. */
export const RoomChangeSchema = v.variant('kind', [
  /** `maxParticipants` 0: no limit. An open room keeps its limit: the server only makes new ones. */
  v.strictObject({ kind: v.literal('create'), room: name, maxParticipants: count }),
  v.strictObject({ kind: v.literal('delete'), room: name }),
  v.strictObject({ kind: v.literal('room_metadata'), room: name, metadata: longText }),
  v.strictObject({
    kind: v.literal('send_data'),
    room: name,
    text: v.pipe(v.string(), v.minLength(1), v.maxLength(64 * 1024)),
    topic: v.optional(v.pipe(v.string(), v.maxLength(256)), ''),
    /** Empty: everyone in the room. */
    identities: v.optional(v.pipe(v.array(name), v.maxLength(100)), []),
    reliable: v.optional(v.boolean(), true),
  }),
  v.strictObject({
    kind: v.literal('update'),
    room: name,
    identity: name,
    name: v.exactOptional(v.pipe(v.string(), v.maxLength(4096))),
    metadata: v.exactOptional(longText),
    /** The ones to set; an empty text removes one. */
    attributes: v.exactOptional(TextRecordSchema),
  }),
  v.strictObject({
    kind: v.literal('mute'),
    room: name,
    identity: name,
    trackId: name,
    muted: v.boolean(),
  }),
  v.strictObject({ kind: v.literal('remove'), room: name, identity: name }),
]);

export type RoomChange = v.InferOutput<typeof RoomChangeSchema>;

/** What the person's own participant does on the room page. A watcher is hidden and only listens. */
export const ROOM_ROLES = ['watcher', 'participant'] as const;
export type RoomRole = (typeof ROOM_ROLES)[number];

export interface RoomSummary {
  name: string;
  participants: number;
  publishers: number;
  /** 0: no limit. */
  maxParticipants: number;
  /** Milliseconds since the epoch. */
  createdAt: number;
  metadata: string;
  isRecorded: boolean;
}

export interface RoomTrack {
  id: string;
  name: string;
  kind: 'audio' | 'video' | 'data';
  source: TrackSourceName | 'unknown';
  muted: boolean;
  /** Such as `video/VP8`; empty where the server does not say. */
  codec: string;
  /** In pixels; 0 where it has none. */
  width: number;
  height: number;
  /** How many qualities the publisher sends. */
  layers: number;
}

/** What a participant may do now, according to the server. It starts with the token's grants. */
export interface RoomPermission {
  canPublish: boolean;
  /** Empty: every source. */
  canPublishSources: TrackSourceName[];
  canSubscribe: boolean;
  canPublishData: boolean;
  canUpdateMetadata: boolean;
  hidden: boolean;
}

/** Where a participant's token came from: a request of the activity, a person who minted it, or `room.join`. */
export interface TokenOrigin {
  /** `request`: the id of a line of the activity. `token`: the id of a recent token. `page`: no id. */
  kind: 'request' | 'token' | 'page';
  id: string;
  /** Milliseconds since the epoch. */
  at: number;
  presetName: string;
  client?: string;
}

export interface RoomMember {
  identity: string;
  name: string;
  /** In lower case: `standard`, `agent`, `ingress`, `egress`, `sip`, ... */
  kind: string;
  state: 'joining' | 'joined' | 'active' | 'disconnected';
  /** Milliseconds since the epoch. */
  joinedAt: number;
  metadata: string;
  attributes: Record<string, string>;
  permission?: RoomPermission;
  tracks: RoomTrack[];
  region: string;
  /** Absent if the token was not minted here, or was forgotten. */
  origin?: TokenOrigin;
}

/** What the active project's server has now. */
export interface RoomsReading {
  projectId: string;
  /** Newest first, the first 200. */
  rooms: RoomSummary[];
  /** How many there are. */
  total: number;
  /** Who is in the room that was asked for, in order of arrival, the first 200. Absent if it is not open. */
  members?: RoomMember[];
  /** Why the server could not be read. */
  failure?: Cause;
}

/** What the room page joins with. Handed over once, stored nowhere. */
export interface RoomTicket {
  role: RoomRole;
  serverUrl: string;
  token: string;
  room: string;
  identity: string;
}

/** A one-time address of the room page. */
export interface RoomPage {
  url: string;
  /** Whether the host has opened it in the system's browser. Otherwise the window opens it. */
  opened: boolean;
  identity: string;
}

/**
 * What the server knows of an agent that a token asked for. `room_closed`: it is dispatched once the room opens.
 * `not_dispatched`: the room was open already. `no_worker`: dispatched, but no worker of this name took the job (the
 * API does not list workers).
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

/** The agents that a request's token asks for, as the server knows them now. */
export interface AgentsReading {
  room: string;
  agents: AgentView[];
  /** Why the server could not be read. */
  failure?: Cause;
}
