import { describe, expect, it } from 'vitest';
import { cause } from '../../../main/contract/causes/causes.ts';
import { driftWarning, projectCause } from '../../../main/core/doctor/examine-clock.ts';
import type { ServerAnswer } from '../../../main/core/livekit-ports.ts';

const URL = 'wss://kit.example';

function answer(changes: Partial<ServerAnswer> = {}): ServerAnswer {
  return { durationMs: 7, ...changes };
}

const expired = cause('token_expired', { ago: '2 min' });
const early = cause('token_not_yet_valid', { in: '2 min' });

describe('a refusal for the times of a fresh token', () => {
  it('is blamed on the clocks; any other cause is unchanged', () => {
    const found = cause('wrong_secret', {});
    expect(projectCause(answer({ cause: found }), URL)).toBe(found);
    expect(projectCause(answer(), URL)).toBeUndefined();
    expect(projectCause(answer({ cause: expired }), URL)?.code).toBe('clock_skew');
  });

  it.each([
    [expired, undefined, URL, 'more than 60', 'the server is ahead'],
    [early, undefined, URL, 'more than 60', 'this machine is ahead'],
    [early, 90, URL, '90', 'this machine is ahead'],
    [expired, -90, URL, '90', 'the server is ahead'],
    [expired, -90, 'ws://localhost:7880', '90', 'Both run on this machine'],
    [expired, -90, 'wss://kit.livekit.cloud', '90', 'LiveKit Cloud keeps network time'],
    [expired, -90, 'nonsense', '90', 'the server is ahead'],
  ])('%o with an offset of %s at %s: %s s, %s', (found, offset, url, seconds, whose) => {
    const given = offset === undefined ? {} : { clockOffsetSeconds: offset };
    const blamed = projectCause(answer({ cause: found, ...given }), url);
    const text = `${blamed?.sentence} ${blamed?.fix}`;
    expect(text).toContain(seconds);
    expect(text).toContain(whose);
    expect(text.includes('this machine is likely')).toBe(url.includes('livekit.cloud'));
  });
});

describe('a drift of the clocks', () => {
  it.each([
    [undefined, undefined],
    [0, undefined],
    [29, undefined],
    [-29, undefined],
    [30, 'From 60 s on, the server refuses tokens from here.'],
    [-30, 'Tokens end 30 s early there; a lifetime of 900 s leaves 870 s.'],
    [-1000, 'a lifetime of 900 s leaves 0 s.'],
  ])('of %s s is worth: %s', (offset, effect) => {
    const found = driftWarning(offset, URL, 900);
    if (effect === undefined) expect(found).toBeUndefined();
    else {
      expect(found?.code).toBe('clock_drift');
      expect(`${found?.sentence} ${found?.fix}`).toContain(effect);
    }
  });
});
