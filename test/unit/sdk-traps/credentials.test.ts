import { AccessToken } from 'livekit-server-sdk';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MintInputSchema } from '../../../main/contract/mint.ts';
import { TtlSecondsSchema } from '../../../main/contract/preset.ts';
import { DefaultsSchema } from '../../../main/contract/project.ts';
import { judgeCredentials } from '../../../main/contract/judge-credentials.ts';
import { seedDefaults } from '../../../main/core/state/new-project.ts';
import { requireCredentials } from '../../../main/core/access-token.ts';
import { jwtParts } from '../../fixtures/clients/jwt-text.ts';

describe('credentials, against the traps of livekit-server-sdk', () => {
  beforeEach(() => {
    vi.stubEnv('LIVEKIT_API_KEY', 'APIenvironment');
    vi.stubEnv('LIVEKIT_API_SECRET', 'secret-of-the-environment');
  });

  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each([
    ['key', '', 'secret', 'API key'],
    ['secret', 'APIown', '', 'API secret'],
    ['key and secret', '', '', 'API key'],
  ])(
    'W29 A26 refuses an empty %s, where the SDK signs with what is in the environment',
    async (_what, key, secret, named) => {
      const sdk = await new AccessToken(key, secret, { identity: 'alice' }).toJwt();
      expect(jwtParts(sdk)).toBeDefined();
      expect(() => {
        requireCredentials('Mine', key, secret);
      }).toThrow(`Project "Mine" has no ${named}.`);
    },
  );

  it('W29 takes a project that has both', () => {
    expect(() => {
      requireCredentials('Mine', 'APIown', 'secret');
    }).not.toThrow();
  });

  it('trims what was pasted around a key and a secret, where the SDK signs with the blanks', async () => {
    const sdk = await new AccessToken(' APIpasted\n', 'secret', { identity: 'alice' }).toJwt();
    expect(jwtParts(sdk)?.claims['iss']).toBe(' APIpasted\n');
    const tidy = judgeCredentials({ apiKey: ' APIpasted\n', apiSecret: '\tsecret-of-the-tests ' });
    expect(tidy.values).toEqual({ apiKey: 'APIpasted', apiSecret: 'secret-of-the-tests' });
    expect(tidy.problem).toBeUndefined();
  });

  it('refuses blanks inside a key or a secret', () => {
    expect(judgeCredentials({ apiKey: 'API pasted' }).problem?.code).toBe('api_key_invalid');
    expect(judgeCredentials({ apiSecret: 'se\ncret' }).problem?.code).toBe('api_secret_invalid');
  });
});

/** Seconds that a token of the SDK lives. */
const lifetimeOf = async (ttl: string | number): Promise<unknown> => {
  const claims = jwtParts(await new AccessToken('k', 's', { identity: 'a', ttl }).toJwt())?.claims;
  const { exp, nbf } = claims ?? {};
  return typeof exp === 'number' && typeof nbf === 'number' ? exp - nbf : undefined;
};

describe('lifetimes, against the traps of livekit-server-sdk', () => {
  it.each([0, Number.NaN])('A25 refuses %s, which the SDK takes for six hours', async (ttl) => {
    expect(await lifetimeOf(ttl)).toBe(6 * 60 * 60);
    expect(v.safeParse(TtlSecondsSchema, ttl).success).toBe(false);
  });

  it.each([-60, 1e12])('A25 refuses %s, which the SDK signs', async (ttl) => {
    expect(await lifetimeOf(ttl)).toBe(ttl);
    expect(v.safeParse(TtlSecondsSchema, ttl).success).toBe(false);
  });

  it.each(['15m', '600', '', 900.5, 60, Number.POSITIVE_INFINITY])(
    'A25 W26 refuses %s: a lifetime is whole seconds above the minute that clients keep back',
    (ttl) => {
      expect(v.safeParse(TtlSecondsSchema, ttl).success).toBe(false);
    },
  );

  it.each([61, 900, 24 * 60 * 60])('A25 takes %s', (ttl) => {
    expect(v.safeParse(TtlSecondsSchema, ttl).success).toBe(true);
  });
});

describe('types, which the SDK does not look at', () => {
  it.each([
    ['metadata that is an object', { metadata: { a: 1 } }],
    ['an attribute that is a number', { attributes: { a: 1 } }],
    ['an identity that is a number', { identity: 7 }],
    ['a room that is null', { room: null }],
  ])('W17 a person cannot mint with %s', (_title, input) => {
    expect(v.safeParse(MintInputSchema, input).success).toBe(false);
  });

  it.each([
    ['metadata that is an object', { metadata: { a: 1 } }],
    ['an attribute that is a number', { attributes: { a: 1 } }],
    ['a fixed room without a name', { room: { mode: 'fixed', name: ' ' } }],
    ['a room template without a text', { room: { mode: 'template', template: '' } }],
    ['a negative timeout', { roomConfiguration: { emptyTimeout: -1 } }],
    ['an egress, which can hold storage credentials', { roomConfiguration: { egress: {} } }],
  ])('W17 A24 the defaults of a project cannot hold %s', (_title, changes) => {
    expect(v.safeParse(DefaultsSchema, seedDefaults()).success).toBe(true);
    expect(v.safeParse(DefaultsSchema, { ...seedDefaults(), ...changes }).success).toBe(false);
  });
});
