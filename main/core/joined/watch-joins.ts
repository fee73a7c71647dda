import type { JoinState } from '../../contract/activity.ts';
import { cause } from '../../contract/causes/causes.ts';
import type { Project } from '../../contract/project.ts';
import type { ReadRoom, RoomReading } from '../livekit-ports.ts';

/** When the server is asked after a token was issued, in milliseconds. */
export const TICKS_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** For a person with an app or two more often, so that a join is shown within a second. A load keeps to the ticks. */
const FEW_ROOMS = 3;
const FEW_ROOMS_EVERY_MS = 500;

/** More tokens than this at once are a load test, and are not watched. */
export const MAX_WATCHED = 20;

/** A server's clock may be off by a little; someone who joined longer before the token is another one. */
const CLOCK_TOLERANCE_MS = 2_000;

/** A token whose participant may come. */
export interface Awaited {
  requestId: string;
  project: Project;
  room: string;
  identity: string;
  /** Milliseconds since the epoch. */
  issuedAt: number;
}

export interface JoinWatcher {
  /** Whether it is watched from now on. Returns at once; costs a token nothing but a place in a list. */
  watch(awaited: Awaited): boolean;
  /** How many are watched now. */
  size(): number;
  close(): void;
}

export interface JoinWatcherDeps {
  readRoom: ReadRoom;
  /** A token that reads this room and lives for a minute; `undefined` while the secret cannot be read. */
  readToken(project: Project, room: string): string | undefined;
  onChange(awaited: Awaited, join: JoinState): void;
}

interface Watched extends Awaited {
  /** By `performance.now()`. */
  startedAt: number;
  readAt: number;
  tick: number;
  /** The last read failed. */
  isTroubled: boolean;
}

interface Joined {
  awaited: Awaited;
  joinedAt: number;
}

/**
 * Watches for the participants of issued tokens: one read for each room at a time, none on the way of a token,
 * and no timer while nothing is watched.
 */
export function createJoinWatcher({ readRoom, readToken, onChange }: JoinWatcherDeps): JoinWatcher {
  const watched = new Map<string, Watched>();
  /** Who was seen in a room, by project, room and identity: the next one of that identity takes its place. */
  const present = new Map<string, Joined>();
  /** Rooms whose answer is on its way. */
  const asked = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const few = (): boolean => new Set([...watched.values()].map(roomKey)).size <= FEW_ROOMS;

  const tickAt = ({ startedAt, tick }: Watched): number => startedAt + (TICKS_MS[tick] ?? 0);

  const dueAt = (item: Watched, isFew: boolean): number => {
    if (!isFew || item.isTroubled) return tickAt(item);
    return Math.min(item.readAt + FEW_ROOMS_EVERY_MS, item.startedAt + (TICKS_MS.at(-1) ?? 0));
  };

  const schedule = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const waiting = [...watched.values()].filter((item) => !asked.has(roomKey(item)));
    if (closed || waiting.length === 0) return;
    const isFew = few();
    const next = Math.min(...waiting.map((item) => dueAt(item, isFew)));
    timer = setTimeout(look, Math.max(0, next - performance.now()));
    timer.unref();
  };

  const look = (): void => {
    const now = performance.now();
    const isFew = few();
    const due = [...watched.values()].filter(
      (item) => !asked.has(roomKey(item)) && dueAt(item, isFew) <= now + 1,
    );
    // A read serves all that wait for the room, not only the one whose time it was.
    const rooms = new Map(due.map((item) => [roomKey(item), [] as Watched[]]));
    for (const item of watched.values()) {
      const together = rooms.get(roomKey(item));
      if (together === undefined) continue;
      item.readAt = now;
      while (item.tick < TICKS_MS.length && tickAt(item) <= now + 1) item.tick += 1;
      if (isOver(item)) watched.delete(item.requestId);
      together.push(item);
    }
    for (const together of rooms.values()) void readFor(together);
    schedule();
  };

  const readFor = async (together: readonly Watched[]): Promise<void> => {
    const [first] = together;
    if (first === undefined) return;
    const { project, room } = first;
    const token = readToken(project, room);
    if (token === undefined) {
      for (const item of together) if (isOver(item)) onChange(item, { state: 'absent' });
      return;
    }
    asked.add(roomKey(first));
    const answer = await readRoom({ url: project.url, token, room });
    asked.delete(roomKey(first));
    if (closed) return;
    for (const item of together) {
      item.isTroubled = 'failure' in answer;
      if ('failure' in answer) onChange(item, { state: 'failed', cause: answer.failure });
      else judge(item, answer);
    }
    schedule();
  };

  const judge = (item: Watched, reading: RoomReading): void => {
    const { requestId, identity, issuedAt } = item;
    const people = reading.participants.filter(({ state }) => state !== 'disconnected');
    const person = people.find((one) => one.identity === identity);
    // In this machine's time. The server says its own in whole seconds, so one or two mean nothing.
    const offset = reading.clockOffsetSeconds ?? 0;
    const joinedAt = (person?.joinedAt ?? 0) + (Math.abs(offset) > 2 ? offset * 1000 : 0);
    if (person !== undefined && joinedAt >= issuedAt - CLOCK_TOLERANCE_MS) {
      const afterMs = Math.max(0, joinedAt - issuedAt);
      onChange(item, { state: 'joined', afterMs });
      takePlace({ awaited: item, joinedAt });
      watched.delete(requestId);
      return;
    }
    // Who has left is not replaced by who comes now.
    if (person === undefined) present.delete(participantKey(item));
    const limit = reading.maxParticipants ?? 0;
    if (person === undefined && limit > 0 && people.length >= limit) {
      const full = cause('room_full', { room: item.room, count: people.length, limit });
      onChange(item, { state: 'failed', cause: full });
    } else if (isOver(item)) onChange(item, { state: 'absent' });
  };

  const takePlace = (joined: Joined): void => {
    const { requestId, room, identity } = joined.awaited;
    const key = participantKey(joined.awaited);
    const before = present.get(key);
    present.delete(key);
    present.set(key, joined);
    for (const oldest of present.keys()) {
      if (present.size <= MAX_WATCHED * 4) break;
      present.delete(oldest);
    }
    if (before === undefined || before.awaited.requestId === requestId) return;
    const replaced = cause('duplicate_identity', { identity, room });
    onChange(before.awaited, { state: 'replaced', cause: replaced });
  };

  return {
    watch(awaited) {
      if (closed || watched.size >= MAX_WATCHED) return false;
      const now = performance.now();
      // Where the identity was seen before, whether it is there still shows only before the next one joins.
      const readAt = present.has(participantKey(awaited)) ? now - FEW_ROOMS_EVERY_MS : now;
      const state = { startedAt: now, readAt, tick: 0, isTroubled: false };
      watched.set(awaited.requestId, { ...awaited, ...state });
      schedule();
      return true;
    },
    size: () => watched.size,
    close() {
      closed = true;
      watched.clear();
      clearTimeout(timer);
    },
  };
}

function roomKey({ project, room }: Awaited): string {
  return `${project.id} ${room}`;
}

function participantKey(awaited: Awaited): string {
  return `${roomKey(awaited)} ${awaited.identity}`;
}

/** Whether the last of its reads has begun. */
function isOver({ tick }: Watched): boolean {
  return tick >= TICKS_MS.length;
}
