import { describe, expect, it } from 'vitest';
import { createRateLimiter } from '../../../main/endpoint/guards/rate.ts';

const PHONE = '192.168.1.50';

describe('createRateLimiter', () => {
  it('N9 lets 300 requests through at once, then five a second', () => {
    let now = 0;
    const limiter = createRateLimiter(() => now);
    const passed = (count: number): number =>
      Array.from({ length: count }, () => limiter.take(PHONE)).filter((item) => item === undefined)
        .length;
    expect(passed(3_000)).toBe(300);
    now += 1_000;
    expect(passed(100)).toBe(5);
    now += 60 * 60_000;
    expect(passed(3_000)).toBe(300);
  });

  it('N9 says how long to wait', () => {
    const limiter = createRateLimiter(() => 0);
    for (let count = 0; count < 300; count += 1) limiter.take(PHONE);
    expect(limiter.take(PHONE)).toEqual({
      rule: 'rate',
      failure: expect.objectContaining({ code: 'rate_limited', details: { seconds: 1 } }),
    });
  });

  it('N9 makes guessing a key slow: ten tries, then one in six seconds', () => {
    let now = 0;
    const limiter = createRateLimiter(() => now);
    const guess = (): boolean => {
      if (limiter.take(PHONE) !== undefined) return false;
      limiter.wrongKey(PHONE);
      return true;
    };
    const guesses = (count: number): number =>
      Array.from({ length: count }, guess).filter(Boolean).length;
    expect(guesses(20)).toBe(10);
    now += 6_000;
    expect(guesses(20)).toBe(1);
    now += 5_000;
    expect(guesses(20)).toBe(0);
  });

  it('N9 counts each address for itself', () => {
    const limiter = createRateLimiter(() => 0);
    for (let count = 0; count < 400; count += 1) limiter.take(PHONE);
    expect(limiter.take(PHONE)).toBeDefined();
    expect(limiter.take('192.168.1.51')).toBeUndefined();
  });

  it.each([
    ['fe80::1%eth0', 'fe80::2%wlan0', true],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::9', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['2001:db8::1', '2001:db8:0:0:1::', true],
    ['::ffff:192.168.1.50', '192.168.1.50', true],
    ['::ffff:192.168.1.50', '::ffff:192.168.1.51', false],
  ])('N9 takes %s and %s for one caller: %s', (first, second, isOne) => {
    const limiter = createRateLimiter(() => 0);
    for (let count = 0; count < 300; count += 1) limiter.take(first);
    expect(limiter.take(second) !== undefined).toBe(isOne);
  });

  it('N9 stays small however many addresses come, and forgets the one that was longest away', () => {
    const limiter = createRateLimiter(() => 0);
    for (let count = 0; count < 300; count += 1) limiter.take(PHONE);
    for (let index = 0; index < 1_023; index += 1)
      limiter.take(`10.0.${index >> 8}.${index & 255}`);
    expect(limiter.take(PHONE)).toBeDefined();
    limiter.take('10.9.9.9');
    expect(limiter.take(PHONE)).toBeUndefined();
  });
});
