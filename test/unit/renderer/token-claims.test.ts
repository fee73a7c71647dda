import { describe, expect, it } from 'vitest';
import { tokenClaims } from '../../../renderer/src/state/token-claims.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('the claims that are shown of a token', () => {
  it('are read whatever letters are in them', () => {
    const claims = { sub: 'Ana Lúcia 日本', video: { room: '??>>' } };
    expect(tokenClaims(`${part({ alg: 'HS256' })}.${part(claims)}.x`)).toEqual(claims);
  });

  it.each(['', 'abc', 'a.b.c', `${part({})}.${part([1])}.x`])('are none of "%s"', (text) => {
    expect(tokenClaims(text)).toBeUndefined();
  });
});
