import type { Cause } from './causes/causes.ts';
import type { DrillCode } from './drills.ts';
import type { ErrorCode } from './errors.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { fillIn } from './text.ts';

/** `issued`: a token went out. `refused`: the request or the project was at fault. `blocked`: a guard stopped it. */
export type Outcome = 'issued' | 'refused' | 'blocked';

/** Which guard stopped a request. */
export type GuardRule =
  | 'request'
  | 'host'
  | 'origin'
  | 'speculation'
  | 'fetch_metadata'
  | 'key'
  | 'rate'
  | 'size';

/** Why a request got something other than it asked for. */
export type FieldReason =
  | 'default'
  | 'generated'
  | 'template'
  | 'policy'
  | 'participant_name'
  | 'project'
  | 'preset'
  | 'room_config_reduced'
  | 'lean_token'
  | 'identity_guard'
  | 'drill';

export interface FieldReport {
  /** A request field by its wire name, such as `room_name`. */
  field: string;
  asked?: JsonValue;
  granted?: JsonValue;
  /** Absent where the request got what it asked for. */
  reason?: FieldReason;
}

/** Another caller held the identity. It was granted anyway, or with a number added. */
export type GuardedIdentity = 'kept' | 'changed';

/** Something worth knowing about a request that still got its token. */
export type WarningCode =
  | 'unknown_token_server_id'
  | 'identity_in_use'
  | 'identity_changed'
  | 'room_reused_with_agents'
  | 'server_url_rewritten'
  | 'unknown_fields'
  | 'answer_shortened'
  | 'answer_too_large'
  | 'ttl_over_a_day'
  | 'project_refused';

export interface Warning {
  code: WarningCode;
  message: string;
}

export interface Caller {
  /** The name by which the caller reached us, without port. */
  host: string;
  /** Where the connection came from. */
  from: 'loopback' | 'lan';
  address: string;
  origin?: string;
  userAgent?: string;
  /** The client, guessed from its headers: `Swift SDK`, `Browser`, `curl`, ... */
  client: string;
}

/**
 * Whether a token's participant was seen in its room. `absent`: not within 30 s. `failed`: it cannot join, or the
 * server could not be asked. `replaced`: another participant with the same identity took its place.
 */
export type JoinState =
  | { state: 'watching' | 'absent' }
  | { state: 'joined'; afterMs: number }
  | { state: 'failed' | 'replaced'; cause: Cause };

/** One line of the activity. */
export interface ActivityEntry {
  /** The request's id: `X-Request-Id` in its answer, `requestId` in the log. */
  id: string;
  /** Milliseconds since the epoch. */
  at: number;
  durationMs: number;
  outcome: Outcome;
  method: string;
  path: string;
  /** 0 where a drill gave no answer. */
  status: number;
  caller: Caller;
  projectId?: string;
  projectName?: string;
  presetName?: string;
  room?: string;
  identity?: string;
  /** Why something was changed, refused or blocked, in a few words. */
  note?: string;
  error?: { code: ErrorCode; message: string; field?: string; rule?: GuardRule };
  /** The drill that made this answer. */
  drill?: DrillCode;
  /** Set where another caller holds a live token for the identity. */
  guarded?: GuardedIdentity;
  /** What one click in the window would add to the settings to let this request through. */
  remedy?: { kind: 'origin' | 'host'; value: string };
  /** The recent token this request got, while it is remembered. */
  tokenId?: string;
  /** Why its token will not work, from what the project's LiveKit server said before. */
  trouble?: string;
  /** Absent if joins are not watched: refused, too many at once, or switched off for the project. */
  join?: JoinState;
}

/** What became of a token's participant, in a few words; `undefined` while that is open. */
export function joinLine({ join, identity = '', room = '' }: ActivityEntry): string | undefined {
  switch (join?.state) {
    case undefined:
    case 'watching':
      return undefined;
    case 'joined':
      return `${identity} joined ${room} after ${(join.afterMs / 1000).toFixed(1)} s`;
    case 'absent':
      return `${identity} has not joined ${room} yet`;
    case 'failed':
      return `${identity} can’t join ${room}: ${join.cause.sentence}`;
    case 'replaced':
      return `${identity} in ${room} was replaced by another of the same identity`;
  }
}

/** What the detail view shows besides the line. */
export interface ActivityDetail extends ActivityEntry {
  fields: FieldReport[];
  warnings: Warning[];
  serverUrl?: string;
  claims?: JsonObject;
  /** The answer as sent, with its token shortened. */
  answer?: { headers: [name: string, value: string][]; body: string };
  request: {
    /** Secrets, keys and cookies are masked. */
    headers: Record<string, string>;
    /** The target as sent. */
    target: string;
    /** The first 64 KiB; empty where it was refused unread. */
    body: string;
    /** The length of the whole body, counted or announced; absent where unknown. */
    bodyBytes?: number;
  };
}

/** A token that was handed out, kept in memory only. */
export interface IssuedToken {
  id: string;
  /** Milliseconds since the epoch. */
  issuedAt: number;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  projectId: string;
  projectName: string;
  /** `credentialsOf` its project when it was made. */
  credentials: string;
  presetId: string;
  presetName: string;
  room: string;
  identity: string;
  name?: string;
  serverUrl: string;
  /** `request`: an app asked. The others: where a person did. */
  source: 'request' | 'window' | 'tray' | 'command';
  client?: string;
  /** The drill it was made with. */
  drill?: DrillCode;
  token: string;
}

/** `{name}` is filled from the details. */
const WARNINGS: Readonly<Record<WarningCode, string>> = {
  unknown_token_server_id:
    'The X-Sandbox-ID belongs to no project here, so the active project answered.',
  identity_in_use:
    'Another token for this identity in this room is still valid. When the second participant joins, LiveKit disconnects the first.',
  identity_changed:
    'Another caller holds a live token for {asked} in this room, so this one got {granted}.',
  room_reused_with_agents:
    'A token for this room was issued before. Agents are dispatched when a room is created, so none joins a room that is still open.',
  server_url_rewritten: 'This caller cannot reach {from}, so {to} was sent.',
  unknown_fields: 'Ignored unknown fields: {fields}.',
  answer_shortened:
    'The ESP32 reads 2,048 bytes of an answer, so the default metadata and attributes were left out.',
  answer_too_large:
    'The answer is {bytes} bytes, and the ESP32 reads 2,048. Shorten the metadata and attributes.',
  ttl_over_a_day: 'The token is valid for more than a day.',
  project_refused: 'Apps can’t join with this token: {reason}',
};

export function warning(
  code: WarningCode,
  details: Readonly<Record<string, string>> = {},
): Warning {
  return { code, message: fillIn(WARNINGS[code], details) };
}
