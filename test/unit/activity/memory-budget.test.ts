import { describe, expect, it } from 'vitest';
import type { IssuedToken } from '../../../main/contract/activity.ts';
import {
  createActivityLog,
  type ActivityRecord,
} from '../../../main/core/activity/activity-log.ts';
import {
  bytesOf,
  createMemoryBudget,
  textBytes,
} from '../../../main/core/activity/memory-budget.ts';
import { createTokenShelf } from '../../../main/core/activity/issued-tokens.ts';

const KIB = 1024;

function record(id: string, bodyLength: number): ActivityRecord {
  return {
    raw: {
      id,
      receivedAt: 0,
      method: 'POST',
      target: '/token',
      path: '/token',
      headers: {},
      body: 'x'.repeat(bodyLength),
      caller: { host: 'localhost', from: 'loopback', address: '127.0.0.1' },
    },
    answeredAt: 1,
  };
}

function token(length: number): Omit<IssuedToken, 'id'> {
  return {
    issuedAt: 0,
    expiresAt: 1,
    projectId: 'p',
    projectName: 'P',
    credentials: 'ws://localhost:7880 k p',
    presetId: 'q',
    presetName: 'Q',
    room: 'r',
    identity: 'i',
    serverUrl: 'ws://localhost:7880',
    source: 'request',
    token: 't'.repeat(length),
  };
}

describe('the memory budget', () => {
  it('forgets the oldest for the newest, of requests and tokens alike', () => {
    const budget = createMemoryBudget(400 * KIB);
    const activity = createActivityLog(budget, () => undefined);
    const shelf = createTokenShelf(budget, () => undefined);
    const old = shelf.add(token(50 * KIB));
    activity.add(record('a', 50 * KIB));
    activity.add(record('b', 50 * KIB));
    expect(shelf.get(old.id)).toBeDefined();
    activity.add(record('c', 50 * KIB));
    expect(shelf.list()).toEqual([]);
    shelf.add(token(50 * KIB));
    expect(activity.list().map(({ id }) => id)).toEqual(['c', 'b']);
    expect(activity.get('a')).toBeUndefined();
    expect(budget.heldBytes()).toBeLessThanOrEqual(400 * KIB);
  });

  it('gets everything back from lists that are emptied', () => {
    const budget = createMemoryBudget();
    const activity = createActivityLog(budget, () => undefined);
    const shelf = createTokenShelf(budget, () => undefined);
    activity.add(record('a', 1000));
    shelf.add(token(1000));
    activity.clear();
    shelf.clear();
    expect(budget.heldBytes()).toBe(0);
    activity.add(record('b', 10));
    expect(activity.list().map(({ id }) => id)).toEqual(['b']);
  });

  it('holds as many as the contract says while they are small', () => {
    const budget = createMemoryBudget();
    const activity = createActivityLog(budget, () => undefined);
    const shelf = createTokenShelf(budget, () => undefined);
    for (let count = 1; count <= 600; count += 1) {
      activity.add(record(`r${count}`, 10));
      shelf.add(token(300));
    }
    expect(activity.list()).toHaveLength(500);
    expect(activity.list()[0]?.id).toBe('r600');
    expect(shelf.list()).toHaveLength(50);
    const before = budget.heldBytes();
    activity.add(record('r601', 10));
    shelf.add(token(300));
    expect(budget.heldBytes()).toBe(before);
  });

  it('tells the new lines that are still there, once', () => {
    const activity = createActivityLog(createMemoryBudget(250 * KIB), () => undefined);
    for (const id of ['a', 'b', 'c']) activity.add(record(id, 50 * KIB));
    expect(
      activity
        .takeNew()()
        .map(({ id }) => id),
    ).toEqual(['b', 'c']);
    expect(activity.takeNew()()).toEqual([]);
  });
});

it('counts what plain data takes, and never too little of its text', () => {
  expect(bytesOf('x'.repeat(1000))).toBeGreaterThanOrEqual(2000);
  expect(bytesOf({ a: ['x'.repeat(1000), { b: 'x'.repeat(1000) }] })).toBeGreaterThanOrEqual(4000);
  expect(bytesOf(undefined)).toBeLessThan(100);
  expect(textBytes(['x'.repeat(1000), 'y'.repeat(1000)])).toBe(4000);
});
