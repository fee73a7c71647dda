import type { ReadRoom, RoomReading } from '../../core/livekit-ports.ts';
import { clockOffset } from './judge-answer.ts';
import { createRoomReader, joinedAtOf, PARTICIPANT_STATES, readingCause } from './twirp.ts';

/** Who is in a room, how many may be, and on demand which agents were sent to it. */
export const readRoom: ReadRoom = async (input) => {
  try {
    return await readThrough(input);
  } catch (error) {
    return { failure: readingCause(error, input.url) };
  }
};

async function readThrough({
  url,
  token,
  room,
  withDispatches = false,
}: Parameters<ReadRoom>[0]): Promise<RoomReading> {
  let offset: number | undefined;
  const reader = createRoomReader({
    url,
    token,
    onAnswer: (date, at) => {
      offset = clockOffset(date, at);
    },
  });
  const here = (await reader.rooms([room])).find(({ name }) => name === room);
  // Of a room that is not there, some servers answer only after seconds.
  if (here === undefined) return { participants: [], dispatches: [] };
  const [people, dispatches] = await Promise.all([
    reader.participants(room),
    // A server without dispatches reads the same as a room without them.
    withDispatches ? reader.dispatches(room).catch(() => []) : [],
  ]);
  return {
    participants: people.map((person) => ({
      identity: person.identity,
      joinedAt: joinedAtOf(person),
      state: PARTICIPANT_STATES[person.state],
    })),
    ...(offset === undefined ? {} : { clockOffsetSeconds: offset }),
    maxParticipants: here.maxParticipants,
    dispatches: dispatches.map(({ agentName, state }) => ({
      agentName,
      jobs: state?.jobs.length ?? 0,
    })),
  };
}
