import * as v from 'valibot';
import type { ReadRoom, RoomParticipant, RoomReading } from '../../core/livekit-ports.ts';
import { clockOffset } from './judge-answer.ts';
import { createTwirp, readingCause } from './twirp.ts';

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
    return { failure: readingCause(error, input.url) };
  }
};

async function readThrough({ url, token, room }: Parameters<ReadRoom>[0]): Promise<RoomReading> {
  let offset: number | undefined;
  const call = createTwirp({
    url,
    token,
    onAnswer: (date, at) => {
      offset = clockOffset(date, at);
    },
  });
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
    ...(offset === undefined ? {} : { clockOffsetSeconds: offset }),
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
