import { describe, expect, it } from 'vitest';
import {
  checkExpectation,
  checkSpeculation,
  checkTarget,
  refererOrigin,
  singleHost,
} from '../../../main/server/request-checks.ts';

describe('what both servers refuse', () => {
  it.each([
    [{ 'sec-purpose': 'prefetch' }],
    [{ 'sec-purpose': 'prefetch;prerender' }],
    [{ 'sec-purpose': '' }],
    [{ purpose: 'prefetch' }],
    [{ 'x-purpose': 'preview' }],
    [{ 'x-moz': 'prefetch' }],
  ])('A12 is a load ahead of time: %o', (headers) => {
    expect(checkSpeculation(headers)).toMatchObject({ code: 'speculative_load' });
    expect(checkSpeculation({})).toBeUndefined();
  });

  it('R13 is a target that a proxy would be asked for', () => {
    for (const target of ['/token', '/', '*', '//x']) expect(checkTarget(target)).toBeUndefined();
    for (const target of ['http://localhost/token', 'token', '', 'localhost:80']) {
      expect(checkTarget(target)).toMatchObject({ code: 'invalid_request' });
    }
  });

  it('R13 is an expectation other than 100-continue', () => {
    expect(checkExpectation({})).toBeUndefined();
    expect(checkExpectation({ expect: '100-Continue' })).toBeUndefined();
    expect(checkExpectation({ expect: 'a-miracle' })).toMatchObject({
      code: 'expectation_unknown',
    });
  });
});

describe('the one Host of a request', () => {
  it('A5 is found in any case of its name', () => {
    expect(singleHost(['Accept', 'host', 'HOST', 'localhost'])).toBe('localhost');
  });

  it('A5 is none of two, even where both say the same', () => {
    expect(singleHost(['Host', 'localhost', 'host', 'localhost'])).toBeUndefined();
    expect(singleHost(['Accept', '*/*'])).toBeUndefined();
  });
});

it('reads the origin of a Referer', () => {
  expect(refererOrigin({})).toBeUndefined();
  expect(refererOrigin({ referer: '' })).toBeUndefined();
  expect(refererOrigin({ referer: 'http://a:1/b/c' })).toBe('http://a:1');
  expect(refererOrigin({ referer: 'https://a' })).toBe('https://a');
  expect(refererOrigin({ referer: 'about:blank' })).toBe('');
});
