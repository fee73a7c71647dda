import { describe, expect, it } from 'vitest';
import {
  countdown,
  lifetime,
  parseLifetime,
  relativeTime,
  span,
} from '../../../renderer/src/words/time.ts';

const NOW = Date.UTC(2026, 10, 24, 12, 0, 0);
const HOUR = 3_600_000;

describe('times as people read them', () => {
  it.each([
    [0, 'just now'],
    [42_000, '42 s ago'],
    [5 * 60_000, '5 min ago'],
    [HOUR, '1 h ago'],
    [3 * HOUR + 5 * 60_000, '3 h 5 min ago'],
    [-14 * 60_000, 'in 14 min'],
  ])('says %i ms as "%s"', (ago, words) => {
    expect(relativeTime(NOW - ago, NOW)).toBe(words);
  });

  it('says the date from a day on, before and after', () => {
    expect(relativeTime(NOW - 24 * HOUR, NOW)).toContain('2026');
    expect(relativeTime(NOW + 24 * HOUR, NOW)).toContain('2026');
  });

  it('never says a negative span', () => {
    expect(span(-5)).toBe('0 s');
    expect(countdown(-5)).toBe('0:00');
  });

  it.each([
    [42_000, '0:42'],
    [847_000, '14:07'],
    [11_109_000, '3:05:09'],
  ])('counts %i ms down as %s', (ms, words) => {
    expect(countdown(ms)).toBe(words);
  });
});

describe('lifetimes', () => {
  it.each([
    ['15m', 900],
    ['15 min', 900],
    ['1h30m', 5400],
    ['1h 30 min', 5400],
    ['900s', 900],
    ['900', 900],
    [' 2 D ', 172_800],
    ['61 s', 61],
  ])('reads %s as %i seconds', (text, seconds) => {
    expect(parseLifetime(text)).toBe(seconds);
  });

  it.each(['', 'soon', '15 parsecs', '-5m', '1.5h', 'm', '5m x'])('does not read "%s"', (text) => {
    expect(parseLifetime(text)).toBeUndefined();
  });

  it.each([61, 900, 5400, 3600, 86_399, 172_800, 90_061])(
    'reads back what it says of %i s',
    (seconds) => {
      expect(parseLifetime(lifetime(seconds))).toBe(seconds);
    },
  );
});
