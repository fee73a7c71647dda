import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JoinState } from '../../../main/contract/activity.ts';
import { cause } from '../../../main/contract/causes/causes.ts';
import type { ReadRoom, RoomParticipant, RoomReading } from '../../../main/core/livekit-ports.ts';
import {
  createJoinWatcher,
  MAX_WATCHED,
  type Awaited,
  type JoinWatcher,
} from '../../../main/core/joined/watch-joins.ts';
import { newProject } from '../../../main/core/state/new-project.ts';

const ISSUED_AT = 1_800_000_000_000;
const PROJECT = newProject({
  source: 'user',
  slug: 'kitchen',
  name: 'Kitchen',
  url: 'ws://localhost:7880',
  apiKey: 'APIkitchen',
  presetId: 'preset-participant',
});

function awaited(requestId: string, identity = 'alice', room = 'demo'): Awaited {
  return { requestId, project: PROJECT, room, identity, issuedAt: ISSUED_AT };
}

function person(identity: string, afterMs: number): RoomParticipant {
  return { identity, joinedAt: ISSUED_AT + afterMs, state: 'active' };
}

let people: RoomParticipant[];
let answer: () => ReturnType<ReadRoom>;
let reads: string[];
let seen: [requestId: string, join: JoinState][];
let watcher: JoinWatcher;

const failing = async () => ({ failure: cause('connection_refused', { host: 'localhost:7880' }) });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  people = [];
  reads = [];
  seen = [];
  answer = async () => ({ participants: people, dispatches: [] });
  watcher = createJoinWatcher({
    readRoom: ({ room }) => {
      reads.push(room);
      return answer();
    },
    readToken: () => 'token',
    onChange: ({ requestId }, join) => seen.push([requestId, join]),
  });
});

afterEach(() => {
  watcher.close();
  vi.useRealTimers();
});

const last = (requestId: string): JoinState | undefined =>
  seen.findLast(([id]) => id === requestId)?.[1];

describe('watching whether a participant joins', () => {
  it('says joined with the time it took, within half a second, and then asks no more', async () => {
    expect(watcher.watch(awaited('r1'))).toBe(true);
    people = [person('alice', 400)];
    await vi.advanceTimersByTimeAsync(500);
    expect(last('r1')).toEqual({ state: 'joined', afterMs: 400 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(reads).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keeps to 0.5, 1, 2, 4, 8, 15 and 30 s in a load, and then says that no one came', async () => {
    for (const room of ['a', 'b', 'c', 'd']) watcher.watch(awaited(room, 'alice', room));
    const counts: number[] = [];
    for (const step of [499, 1, 500, 1_000, 2_000, 4_000, 7_000, 14_999, 1]) {
      await vi.advanceTimersByTimeAsync(step);
      counts.push(reads.length / 4);
    }
    expect(counts).toEqual([0, 1, 2, 3, 4, 5, 6, 6, 7]);
    expect(last('a')).toEqual({ state: 'absent' });
    expect(watcher.size()).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('sees one app within a second, whenever it joins in half a minute, and then says that no one came', async () => {
    watcher.watch(awaited('r1'));
    const gaps: number[] = [];
    for (let since = 0, step = 0; step < 3_000; step += 1) {
      const before = reads.length;
      await vi.advanceTimersByTimeAsync(10);
      since += 10;
      if (reads.length === before) continue;
      gaps.push(since);
      since = 0;
    }
    expect(Math.max(...gaps)).toBeLessThanOrEqual(510);
    expect(gaps.length).toBeLessThan(70);
    expect(last('r1')).toEqual({ state: 'absent' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('asks a server that fails at the ticks alone, and one that is slow once at a time', async () => {
    answer = failing;
    watcher.watch(awaited('r1'));
    await vi.advanceTimersByTimeAsync(7_999);
    expect(reads).toHaveLength(4);
    watcher.watch(awaited('r2', 'bob', 'other'));
    const finish: ((reading: RoomReading) => void)[] = [];
    answer = () =>
      new Promise((resolve) => {
        finish.push(resolve);
      });
    await vi.advanceTimersByTimeAsync(12_000);
    expect(reads.filter((room) => room === 'other')).toHaveLength(1);
    answer = async () => ({ participants: [person('bob', 9_000)], dispatches: [] });
    finish.at(-1)?.({ participants: [], dispatches: [] });
    await vi.advanceTimersByTimeAsync(1);
    expect(last('r2')).toMatchObject({ state: 'joined' });
  });

  it('a new token is looked for in half a second, also while only a failing server’s next tick is far', async () => {
    answer = failing;
    watcher.watch(awaited('r1'));
    await vi.advanceTimersByTimeAsync(16_000);
    answer = async () => ({ participants: [person('bob', 16_200)], dispatches: [] });
    watcher.watch(awaited('r2', 'bob'));
    await vi.advanceTimersByTimeAsync(500);
    expect(last('r2')).toMatchObject({ state: 'joined' });
  });

  it('ends where the key is gone meanwhile', async () => {
    watcher = createJoinWatcher({
      readRoom: () => answer(),
      readToken: () => undefined,
      onChange: ({ requestId }, join) => seen.push([requestId, join]),
    });
    watcher.watch(awaited('r1'));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(last('r1')).toEqual({ state: 'absent' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('no timer lives while nothing is watched', () => {
    expect(vi.getTimerCount()).toBe(0);
  });

  it('one read serves all that wait for the same room', async () => {
    watcher.watch(awaited('r1', 'alice'));
    watcher.watch(awaited('r2', 'bob'));
    watcher.watch(awaited('r3', 'amy', 'other'));
    people = [person('alice', 100), person('bob', 200), person('amy', 300)];
    await vi.advanceTimersByTimeAsync(500);
    expect(reads.toSorted()).toEqual(['demo', 'other']);
    expect(['r1', 'r2', 'r3'].map((id) => last(id)?.state)).toEqual(['joined', 'joined', 'joined']);
  });

  it('many that wait for one room cost no more reads than one', async () => {
    for (let number = 0; number < MAX_WATCHED; number += 1) {
      watcher.watch(awaited(`r${number}`, `p${number}`));
      await vi.advanceTimersByTimeAsync(20);
    }
    await vi.advanceTimersByTimeAsync(1_000);
    reads.length = 0;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(reads.length).toBeLessThanOrEqual(20);
  });

  it('watches twenty at once and leaves the rest alone', () => {
    for (let number = 0; number < MAX_WATCHED + 5; number += 1)
      watcher.watch(awaited(`r${number}`));
    expect(watcher.size()).toBe(MAX_WATCHED);
    expect(last(`r${MAX_WATCHED}`)).toBeUndefined();
  });

  it('someone of this identity who was there before is not the one that was waited for', async () => {
    watcher.watch(awaited('r1'));
    people = [person('alice', -60_000)];
    await vi.advanceTimersByTimeAsync(30_000);
    expect(last('r1')).toEqual({ state: 'absent' });
  });

  it.each([
    ['behind', -70_000, 70],
    ['ahead', 70_000, -70],
  ])(
    'D49 D51: joins are told in this machine’s time where the server is %s',
    async (_, off, skew) => {
      watcher.watch(awaited('r1'));
      people = [person('alice', 400 + off)];
      answer = async () => ({ participants: people, dispatches: [], clockOffsetSeconds: skew });
      await vi.advanceTimersByTimeAsync(500);
      expect(last('r1')).toEqual({ state: 'joined', afterMs: 400 });
    },
  );

  it('D44: the next participant of an identity takes the place of the one before', async () => {
    watcher.watch(awaited('r1'));
    people = [person('alice', 100)];
    await vi.advanceTimersByTimeAsync(500);
    watcher.watch({ ...awaited('r2'), issuedAt: ISSUED_AT + 10_000 });
    await vi.advanceTimersByTimeAsync(1);
    people = [person('alice', 10_100)];
    await vi.advanceTimersByTimeAsync(500);
    expect(last('r2')).toMatchObject({ state: 'joined' });
    expect(last('r1')).toMatchObject({
      state: 'replaced',
      cause: { code: 'duplicate_identity' },
    });
  });

  it('an app that left and joins again replaces nobody', async () => {
    watcher.watch(awaited('r1'));
    people = [person('alice', 100)];
    await vi.advanceTimersByTimeAsync(500);
    people = [];
    watcher.watch({ ...awaited('r2'), issuedAt: ISSUED_AT + 10_000 });
    await vi.advanceTimersByTimeAsync(1);
    people = [person('alice', 10_100)];
    await vi.advanceTimersByTimeAsync(500);
    expect(last('r2')).toMatchObject({ state: 'joined' });
    expect(last('r1')).toEqual({ state: 'joined', afterMs: 100 });
  });

  it('D30: a full room is named, and the wait goes on', async () => {
    watcher.watch(awaited('r1'));
    answer = async () => ({ participants: people, dispatches: [], maxParticipants: 1 });
    people = [person('bob', -1_000)];
    await vi.advanceTimersByTimeAsync(500);
    expect(last('r1')).toMatchObject({ state: 'failed', cause: { code: 'room_full' } });
    people = [person('alice', 900)];
    await vi.advanceTimersByTimeAsync(500);
    expect(last('r1')).toEqual({ state: 'joined', afterMs: 900 });
  });

  it('D53: a server that is gone is named', async () => {
    watcher.watch(awaited('r1'));
    answer = failing;
    await vi.advanceTimersByTimeAsync(500);
    expect(last('r1')).toMatchObject({ state: 'failed', cause: { code: 'connection_refused' } });
  });

  it('says nothing after it was closed, even if an answer comes', async () => {
    watcher.watch(awaited('r1'));
    const told = seen.length;
    const finish: ((reading: RoomReading) => void)[] = [];
    answer = () =>
      new Promise((resolve) => {
        finish.push(resolve);
      });
    await vi.advanceTimersByTimeAsync(500);
    watcher.close();
    finish[0]?.({ participants: [person('alice', 1)], dispatches: [] });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(seen).toHaveLength(told);
    expect(vi.getTimerCount()).toBe(0);
  });
});
