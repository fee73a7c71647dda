import { cause, type Cause } from '../../contract/causes/causes.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { Project } from '../../contract/project.ts';
import { agentsOfClaims, decodeClaims, roomOfClaims } from '../../contract/token-claims.ts';
import type { LiveKitServer, RoomReading } from '../livekit-ports.ts';
import { readingToken } from '../access-token.ts';
import type { DoctorRun } from './doctor-run.ts';

interface TokenInRoom {
  project: Project;
  secret: string;
  token: string;
  /** Whether the participant of this very token was seen in its room. */
  hasJoined?: boolean | undefined;
  /** By the server's clock. */
  nowSeconds: number;
}

/** The step "room": who is in the token's room now. */
export async function examineRoomOf(
  run: DoctorRun,
  server: Pick<LiveKitServer, 'readRoom'>,
  { project, secret, token, hasJoined, nowSeconds }: TokenInRoom,
): Promise<void> {
  const claims = decodeClaims(token) ?? {};
  const room = roomOfClaims(claims);
  if (room === '') return;
  const step = run.begin('room');
  const reading = await server.readRoom({
    url: project.url,
    token: readingToken({ project, secret, room, nowSeconds }),
    room,
    withDispatches: true,
  });
  if ('failure' in reading) {
    step.unknown(`Who is in room "${room}" could not be read. ${reading.failure.sentence}`);
    return;
  }
  const { causes, line } = examineRoom(reading, { claims, room, hasJoined });
  step.end(causes, line);
}

/**
 * What the room's present state means for a token. A full room and a second participant of the same identity
 * pass validate, so they are read from the list of participants (measured: `num_participants` lags behind).
 *
 * @param hasJoined whether the participant of this very token was seen in the room before
 */
export function examineRoom(
  reading: RoomReading,
  {
    claims,
    room,
    hasJoined = false,
  }: { claims: JsonObject; room: string; hasJoined?: boolean | undefined },
): { causes: Cause[]; line: string } {
  const people = reading.participants.filter(({ state }) => state !== 'disconnected');
  const identity = typeof claims['sub'] === 'string' ? claims['sub'] : '';
  const limit = reading.maxParticipants ?? 0;
  const isHere = people.some((person) => person.identity === identity);
  const causes: Cause[] = [];
  if (limit > 0 && people.length >= limit && !isHere) {
    causes.push(cause('room_full', { room, count: people.length, limit }));
  }
  const exists = people.length > 0 || reading.maxParticipants !== undefined;
  if (isHere && !hasJoined) causes.push(cause('duplicate_identity', { identity, room }));
  if (!isHere && hasJoined) {
    causes.push(cause(exists ? 'removed' : 'room_deleted', { identity, room }));
  }
  for (const { agentName: agent } of exists && !hasJoined ? agentsOfClaims(claims) : []) {
    const dispatches = reading.dispatches.filter(({ agentName }) => agentName === agent);
    if (dispatches.length === 0) causes.push(cause('dispatch_not_created', { room, agent }));
    else if (dispatches.every(({ jobs }) => jobs === 0)) {
      causes.push(cause('agent_not_running', { agent }));
    }
  }
  const count = people.length === 1 ? 'One participant is' : `${people.length} participants are`;
  return {
    causes,
    line: exists ? `${count} in room "${room}".` : `Room "${room}" is not open yet.`,
  };
}
