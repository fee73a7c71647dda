import * as v from 'valibot';
import { cause, type Cause } from '../../contract/causes/causes.ts';
import type { ReadRoom, RoomParticipant, RoomReading } from '../../core/doctor/doctor-ports.ts';
import { judgeAnswer } from './judge-answer.ts';
import { networkCause } from './network-cause.ts';

const TIME_LIMIT_MS = 3_000;
/** 3,000 participants are about 1 MiB; no developer's room has as many. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

const number = v.optional(v.union([v.number(), v.pipe(v.string(), v.transform(Number))]), 0);
const ParticipantsSchema = v.object({
  participants: v.optional(
    v.array(
      v.object({
        identity: v.optional(v.string(), ''),
        state: v.optional(v.union([v.string(), v.number()]), 'JOINING'),
        joinedAt: number,
        joinedAtMs: number,
        joined_at: number,
        joined_at_ms: number,
      }),
    ),
    [],
  ),
});
const RoomsSchema = v.object({
  rooms: v.optional(
    v.array(v.object({ name: v.string(), maxParticipants: number, max_participants: number })),
    [],
  ),
});
const DispatchesSchema = v.object({
  agentDispatches: v.optional(v.array(v.unknown()), []),
  agent_dispatches: v.optional(v.array(v.unknown()), []),
});
const DispatchSchema = v.object({
  agentName: v.optional(v.string()),
  agent_name: v.optional(v.string()),
  state: v.nullish(v.object({ jobs: v.optional(v.array(v.unknown()), []) })),
});

const STATES: Readonly<Record<string, RoomParticipant['state']>> = {
  JOINING: 'joining',
  JOINED: 'joined',
  ACTIVE: 'active',
  DISCONNECTED: 'disconnected',
};

/** Reads a room through LiveKit's Twirp API. Its JSON is camelCase or snake_case by version of the server. */
export const readRoom: ReadRoom = async (input) => {
  try {
    return await readThrough(input);
  } catch (error) {
    if (error instanceof Refused) return { failure: error.reason };
    return { failure: networkCause(error, { url: input.url, seconds: TIME_LIMIT_MS / 1000 }) };
  }
};

class Refused extends Error {
  readonly reason: Cause;

  constructor(reason: Cause) {
    super(reason.code);
    this.name = 'Refused';
    this.reason = reason;
  }
}

async function readThrough({ url, token, room }: Parameters<ReadRoom>[0]): Promise<RoomReading> {
  const until = AbortSignal.timeout(TIME_LIMIT_MS);
  const call = (service: string, body: object): Promise<unknown> =>
    callTwirp(
      new URL(`/twirp/livekit.${service}`, url.replace(/^ws/i, 'http')),
      token,
      body,
      until,
    );
  const rooms = v.parse(RoomsSchema, await call('RoomService/ListRooms', { names: [room] })).rooms;
  const here = rooms.find(({ name }) => name === room);
  // Of a room that is not there, some servers answer these only after seconds.
  if (here === undefined) return { participants: [], dispatches: [] };
  const [people, dispatches] = await Promise.all([
    call('RoomService/ListParticipants', { room }),
    // Servers before 1.7 have no such service; a room without dispatches reads the same.
    call('AgentDispatchService/ListDispatch', { room }).catch(() => ({})),
  ]);
  return {
    participants: v.parse(ParticipantsSchema, people).participants.map((person) => ({
      identity: person.identity,
      joinedAt:
        person.joinedAtMs || person.joined_at_ms || (person.joinedAt || person.joined_at) * 1000,
      state: STATES[String(person.state)] ?? 'active',
    })),
    maxParticipants: here.maxParticipants || here.max_participants,
    dispatches: readDispatches(dispatches),
  };
}

function readDispatches(answer: unknown): { agentName: string; jobs: number }[] {
  const { agentDispatches, agent_dispatches } = v.parse(DispatchesSchema, answer);
  return [...agentDispatches, ...agent_dispatches].map((item) => {
    const dispatch = v.parse(DispatchSchema, item);
    return {
      agentName: dispatch.agentName ?? dispatch.agent_name ?? '',
      jobs: dispatch.state?.jobs.length ?? 0,
    };
  });
}

async function callTwirp(
  url: URL,
  token: string,
  body: object,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal,
  });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) throw new Error('the answer is larger than 4 MiB');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (response.status !== 200) throw new Refused(refusal(response.status, text, url.host));
  return JSON.parse(text) as unknown;
}

function refusal(status: number, text: string, host: string): Cause {
  const answer = { status, text, date: null, location: null };
  const { cause: found } = judgeAnswer(answer, { host, url: host });
  return found?.code === 'unknown_api_key' || found?.code === 'wrong_secret'
    ? found
    : cause('refused', { status, reason: 'the room cannot be read with this key.' });
}
