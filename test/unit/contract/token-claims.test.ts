import { describe, expect, it } from 'vitest';
import { agentsOfClaims, decodeClaims } from '../../../main/contract/token-claims.ts';
import { signHs256 } from '../../../main/core/access-token.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('decodeClaims', () => {
  it.each([
    { sub: 'Ana Lúcia 日本', video: { room: '??>>' } },
    { a: '' },
    { a: 'x' },
    { a: 'xy' },
    { a: '\u0000😀' },
  ])('reads %j back from a signed token', (claims) => {
    expect(decodeClaims(signHs256(claims, 's'))).toEqual(claims);
  });

  it('reads a payload with padding and with the letters of plain base64', () => {
    const claims = { room: '??>>~~' };
    const base64 = Buffer.from(JSON.stringify(claims)).toString('base64');
    expect(decodeClaims(`x.${base64}.x`)).toEqual(claims);
  });

  it('reads half a megabyte', () => {
    const claims = { metadata: 'ä'.repeat(256 * 1024) };
    expect(decodeClaims(`x.${part(claims)}.x`)).toEqual(claims);
  });

  it.each([
    '',
    'abc',
    'a.b.c',
    'a.W10.c',
    'a.é.c',
    `x.${part([1])}.x`,
    `x.${part('text')}.x`,
    'x._w.x',
  ])('answers nothing for "%s"', (text) => {
    expect(decodeClaims(text)).toBeUndefined();
  });
});

it('reads the named agents of a token, each once, with what their jobs are given', () => {
  const agents = [
    { agentName: 'helper', metadata: 'm', deployment: 'staging', attributes: { a: 'b', c: 1 } },
    { agentName: '' },
    { agent_name: 'helper', metadata: 'n' },
    'text',
  ];
  expect(agentsOfClaims({ roomConfig: { agents } })).toEqual([
    { agentName: 'helper', metadata: 'n' },
  ]);
  expect(agentsOfClaims({ roomConfig: { agents: agents.slice(0, 2) } })).toEqual([
    { agentName: 'helper', metadata: 'm', deployment: 'staging', attributes: { a: 'b' } },
  ]);
  expect(agentsOfClaims({})).toEqual([]);
});
