import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ActivityEntry, JoinState } from '../../../main/contract/activity.ts';
import { cause } from '../../../main/contract/causes/causes.ts';
import { createJoinNews, type JoinNews } from '../../../main/core/joined/join-news.ts';
import { anEntry } from '../../fixtures/snapshot.ts';

let told: string[];
let news: JoinNews;
let isWindowShown = false;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  told = [];
  isWindowShown = false;
  news = createJoinNews((message) => {
    if (!isWindowShown) told.push(message);
    return !isWindowShown;
  });
});

afterEach(() => {
  vi.useRealTimers();
});

const joined: JoinState = { state: 'joined', afterMs: 400 };
const full: JoinState = {
  state: 'failed',
  cause: cause('room_full', { room: 'demo', count: 2, limit: 2 }),
};

function line(identity: string, join: JoinState): ActivityEntry {
  return anEntry({ id: identity, room: 'demo', identity, join });
}

describe('what a person is told of joins', () => {
  it('names the first at once, with the time it took', () => {
    news.hear([line('alice', joined)]);
    expect(told).toEqual(['alice joined demo after 0.4 s']);
  });

  it('gathers what follows within ten seconds into one message', () => {
    news.hear([line('alice', joined)]);
    news.hear([line('bob', joined)]);
    news.hear([line('carol', joined), line('dave', full)]);
    expect(told).toHaveLength(1);
    vi.advanceTimersByTime(10_000);
    expect(told.slice(1)).toEqual(['2 participants joined, 1 participant can’t join.']);
  });

  it('is not kept waiting by what the window showed', () => {
    isWindowShown = true;
    news.hear([line('alice', joined)]);
    expect(vi.getTimerCount()).toBe(0);
    isWindowShown = false;
    news.hear([line('bob', joined)]);
    expect(told).toEqual(['bob joined demo after 0.4 s']);
  });

  it('says why one cannot join', () => {
    news.hear([line('dave', full)]);
    expect(told[0]).toContain('dave can’t join demo: Room "demo" is full');
  });

  it('tells each outcome once, and nothing of those that are waited for or did not come', () => {
    news.hear([line('alice', { state: 'watching' }), line('bob', { state: 'absent' })]);
    expect(told).toEqual([]);
    news.hear([line('alice', joined)]);
    news.hear([line('alice', joined)]);
    vi.advanceTimersByTime(60_000);
    expect(told).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
