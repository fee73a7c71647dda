import {
  type AgentDispatch,
  ListAgentDispatchResponse,
  ListParticipantsResponse,
  ListRoomsResponse,
  type ParticipantInfo,
  ParticipantInfo_State,
  type Room,
} from '@livekit/protocol';
import { cause, type Cause } from '../../contract/causes/causes.ts';
import { isJsonObject } from '../../contract/json.ts';
import type { RoomMember } from '../../contract/rooms.ts';
import { judgeAnswer, shortText } from './judge-answer.ts';
import { networkCause } from './network-cause.ts';

const TIME_LIMIT_MS = 3_000;
/** 3,000 participants are about 1 MiB; no developer's room has as many. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** LiveKit's API answered with something else than 200. */
export class TwirpRefusal extends Error {
  readonly status: number;
  /** Twirp's own code, such as `not_found`; empty where the answer is not LiveKit's. */
  readonly code: string;
  readonly text: string;

  constructor(status: number, text: string) {
    super(`status ${status}`);
    this.name = 'TwirpRefusal';
    this.status = status;
    const { code, message } = twirpError(text);
    this.code = code;
    this.text = message;
  }
}

interface TwirpOptions {
  url: string;
  token: string;
  /** Hears of each answer's `Date` header, with the time in the middle of the question. */
  onAnswer?: (date: string | null, at: number) => void;
}

type Twirp = (method: string, body: unknown) => Promise<unknown>;

/**
 * Calls of LiveKit's Twirp API, all of them within 3 s together. A call resolves to the JSON of the answer, and
 * throws `TwirpRefusal` or an error of the network.
 */
export function createTwirp({ url, token, onAnswer }: TwirpOptions): Twirp {
  const signal = AbortSignal.timeout(TIME_LIMIT_MS);
  const base = url.replace(/^ws/i, 'http');
  return async (method, body) => {
    const startedAt = Date.now();
    const response = await fetch(new URL(`/twirp/livekit.${method}`, base), {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal,
    });
    onAnswer?.(response.headers.get('date'), (startedAt + Date.now()) / 2);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > MAX_ANSWER_BYTES) throw new Error('the answer is larger than 4 MiB');
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks).toString('utf8');
    if (response.status !== 200) throw new TwirpRefusal(response.status, text);
    return JSON.parse(text) as unknown;
  };
}

/** Why a room could not be read. */
export function readingCause(error: unknown, url: string): Cause {
  return (
    keyCause(error, url) ??
    (error instanceof TwirpRefusal
      ? cause('refused', { status: error.status, reason: 'the room cannot be read with this key.' })
      : connectionCause(error, url))
  );
}

/** A refusal of the key itself, whatever was asked. */
export function keyCause(error: unknown, url: string): Cause | undefined {
  if (!(error instanceof TwirpRefusal)) return undefined;
  const answer = { status: error.status, text: error.text, date: null, location: null };
  const { cause: found } = judgeAnswer(answer, { host: new URL(url).host, url });
  return found?.code === 'unknown_api_key' || found?.code === 'wrong_secret' ? found : undefined;
}

/** Why the server could not be asked. */
export function connectionCause(error: unknown, url: string): Cause {
  // What is no JSON came from another server.
  if (error instanceof SyntaxError) {
    return cause('not_livekit', { host: new URL(url).host, status: 200 });
  }
  return networkCause(error, { url, seconds: TIME_LIMIT_MS / 1000 });
}

function twirpError(text: string): { code: string; message: string } {
  try {
    const answer: unknown = JSON.parse(text);
    if (isJsonObject(answer)) {
      const { code, msg } = answer;
      return {
        code: typeof code === 'string' ? code : '',
        message: typeof msg === 'string' ? msg : text,
      };
    }
  } catch {
    // The API's key check, a proxy and other servers answer in plain text.
  }
  return { code: '', message: text };
}

/** The server's own words for a refusal, on one line. */
export function refusalWords(refusal: TwirpRefusal): string {
  return shortText(refusal.text) || refusal.code || 'no reason given';
}

/** What is read of rooms, within the limits of `createTwirp`. */
export interface RoomReader {
  /** Those of these names, else all. */
  rooms(names?: readonly string[]): Promise<Room[]>;
  participants(room: string): Promise<ParticipantInfo[]>;
  /** Servers before 1.7 have no such service, and refuse. */
  dispatches(room: string): Promise<AgentDispatch[]>;
}

export function createRoomReader(options: TwirpOptions): RoomReader {
  const call = createTwirp(options);
  const read = async (method: string, body: unknown): Promise<Json> =>
    asJson(await call(method, body));
  return {
    rooms: async (names) =>
      ListRoomsResponse.fromJson(
        await read('RoomService/ListRooms', names === undefined ? {} : { names }),
        LENIENT,
      ).rooms,
    participants: async (room) =>
      ListParticipantsResponse.fromJson(
        await read('RoomService/ListParticipants', { room }),
        LENIENT,
      ).participants,
    dispatches: async (room) =>
      ListAgentDispatchResponse.fromJson(
        await read('AgentDispatchService/ListDispatch', { room }),
        LENIENT,
      ).agentDispatches,
  };
}

type Json = Parameters<typeof ListRoomsResponse.fromJson>[0];

/** Servers write the same fields in camelCase or snake_case, by their version; this reads both. */
export const LENIENT = { ignoreUnknownFields: true };

/** What was parsed from JSON is JSON. */
export function asJson(value: unknown): Json {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return value as Json;
}

/** When someone joined, in milliseconds since the epoch. Older servers tell whole seconds only. */
export function joinedAtOf({ joinedAtMs, joinedAt }: ParticipantInfo): number {
  return Number(joinedAtMs) || Number(joinedAt) * 1000;
}

/** The API's names of a participant's states, in ours. */
export const PARTICIPANT_STATES: Readonly<Record<ParticipantInfo_State, RoomMember['state']>> = {
  [ParticipantInfo_State.JOINING]: 'joining',
  [ParticipantInfo_State.JOINED]: 'joined',
  [ParticipantInfo_State.ACTIVE]: 'active',
  [ParticipantInfo_State.DISCONNECTED]: 'disconnected',
};
