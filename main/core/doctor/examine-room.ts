import { cause, type Cause } from '../../contract/causes/causes.ts';
import { isJsonObject, type JsonObject } from '../../contract/json.ts';
import type { RoomReading } from '../livekit-ports.ts';

/**
 * What the room's present state means for a token. A full room and a second participant of the same identity
 * pass validate, so they are read from the list of participants (measured: `num_participants` lags behind).
 *
 * @param hasJoined whether the participant of this very token was seen in the room before
 */
export function examineRoom(
  reading: RoomReading,
  { claims, room, hasJoined = false }: { claims: JsonObject; room: string; hasJoined?: boolean },
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
  for (const agent of exists && !hasJoined ? askedAgents(claims) : []) {
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

function askedAgents({ roomConfig }: JsonObject): string[] {
  if (!isJsonObject(roomConfig) || !Array.isArray(roomConfig['agents'])) return [];
  return roomConfig['agents'].flatMap((agent) => {
    const name = isJsonObject(agent) ? (agent['agentName'] ?? agent['agent_name']) : undefined;
    return typeof name === 'string' && name !== '' ? [name] : [];
  });
}
