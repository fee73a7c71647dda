import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DRILL_CODES, drillOf, type DrillOrder } from '../../../main/contract/drills.ts';
import { createDrills, type Drills } from '../../../main/core/drills/armed-drill.ts';
import type { RawRequest } from '../../../main/core/ports.ts';
import { request } from '../../fixtures/core-at-server.ts';

const changed = vi.fn<() => void>();
let hasEarlierToken = true;
let drills: Drills;

beforeEach(() => {
  vi.useFakeTimers();
  changed.mockReset();
  hasEarlierToken = true;
  drills = createDrills({
    clock: Date.now,
    hasEarlierToken: () => hasEarlierToken,
    onChange: changed,
  });
});

afterEach(() => {
  drills.close();
  vi.useRealTimers();
});

function arm(order: Partial<DrillOrder> = {}): void {
  drills.set({ drill: 'expired', next: 1, lan: false, ...order });
}

function takenBy(caller: Partial<RawRequest['caller']> = {}, drill?: string): string | undefined {
  const { raw } = request({});
  const from = { ...raw, caller: { ...raw.caller, ...caller } };
  return drills.take({ raw: from, ...(drill === undefined ? {} : { drill }) }, 'project');
}

describe('an armed drill', () => {
  it('strikes the next N requests and then ends', () => {
    arm({ next: 2 });
    expect(takenBy()).toBe('expired');
    expect(drills.view().drill).toMatchObject({ drill: 'expired', left: 1, done: 1 });
    expect(takenBy()).toBe('expired');
    expect(drills.view()).toEqual({});
    expect(takenBy()).toBeUndefined();
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('ends after ten minutes by itself, and has a timer only while it is armed', () => {
    expect(vi.getTimerCount()).toBe(0);
    arm();
    expect(drills.view().drill?.endsAt).toBe(Date.now() + 600_000);
    vi.advanceTimersByTime(599_999);
    expect(drills.view().drill).toBeDefined();
    vi.advanceTimersByTime(1);
    expect(drills.view()).toEqual({});
    expect(changed).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('has ended after a sleep in which no timer ran', () => {
    arm();
    vi.setSystemTime(Date.now() + 600_001);
    expect(takenBy()).toBeUndefined();
    expect(drills.view()).toEqual({});
  });

  it('is replaced by another and turned off, each with no timer left behind', () => {
    arm();
    arm({ drill: 'html', next: 3 });
    expect(drills.view().drill).toMatchObject({ drill: 'html', left: 3 });
    expect(vi.getTimerCount()).toBe(1);
    drills.set(undefined);
    expect(drills.view()).toEqual({});
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each<[string, Partial<RawRequest['caller']>]>([
    ['127.0.0.1', { address: '::ffff:127.0.0.1' }],
    ['10.0.2.2', { host: '10.0.2.2' }],
    ['http://localhost:5173', { origin: 'http://localhost:5173' }],
    ['Curl', { userAgent: 'curl/8.5.0' }],
    ['ios', { userAgent: 'MyApp/1 CFNetwork/1490.0.4 Darwin/23.2.0' }],
  ])('strikes the caller %s alone', (caller, from) => {
    arm({ caller });
    expect(takenBy({ address: '::1', host: 'localhost' })).toBeUndefined();
    expect(takenBy({ address: '::1', ...from })).toBe('expired');
  });

  it('leaves callers on the LAN alone unless it is allowed there', () => {
    const phone = { from: 'lan', address: '192.168.1.20' } as const;
    arm();
    expect(takenBy(phone)).toBeUndefined();
    expect(drills.view().drill?.left).toBe(1);
    arm({ lan: true });
    expect(takenBy(phone)).toBe('expired');
  });

  it('waits with a duplicate identity until there is one to repeat', () => {
    hasEarlierToken = false;
    arm({ drill: 'duplicate-identity' });
    expect(takenBy()).toBeUndefined();
    hasEarlierToken = true;
    expect(takenBy()).toBe('duplicate-identity');
  });
});

describe('a drill in the URL', () => {
  it('goes before the armed one, and uses nothing of it up', () => {
    arm();
    expect(takenBy({}, 'html')).toBe('html');
    expect(drills.view().drill?.left).toBe(1);
  });

  it('is refused on the LAN, whatever is armed', () => {
    arm({ lan: true });
    expect(() => takenBy({ from: 'lan' }, 'expired')).toThrow(/on this machine only/);
  });

  it('is refused where it has no such name, with the names there are', () => {
    expect(() => takenBy({}, 'exipred')).toThrow(/no drill "exipred".*expired.*no-server/);
    expect(() => takenBy({}, 'toString')).toThrow(/no drill/);
  });

  it('is refused where there is no identity to repeat', () => {
    hasEarlierToken = false;
    expect(() => takenBy({}, 'duplicate-identity')).toThrow(/Ask once without the drill/);
  });
});

it('every drill says in a sentence what the app gets and what a good app does', () => {
  for (const code of DRILL_CODES) {
    const { title, sentence, goodApp } = drillOf(code);
    expect(title, code).toMatch(/^[A-Z0-9][^.]+$/);
    expect(sentence, code).toMatch(/^[A-Z].*\.$/);
    expect(goodApp, code).toMatch(/^[a-z]+s .*\.$/);
  }
});
