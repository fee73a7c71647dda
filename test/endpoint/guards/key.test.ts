import { describe, expect, it } from 'vitest';
import type { AccessSettings } from '../../../main/core/ports.ts';
import { checkKey, type KeyRequest } from '../../../main/endpoint/guards/caller-checks.ts';

const KEY = 'k3y-of-this-host';
const ACCESS: AccessSettings = {
  allowedOrigins: new Set(),
  allowedHosts: new Set(),
  allowNullOrigin: false,
  lan: true,
  lanKey: KEY,
  key: KEY,
  someRequireKey: true,
  requiresKey: ({ projectSlug }) => projectSlug === 'guarded',
  isTokenServerId: (id) => id === 'tt-known',
};

interface Asked {
  from?: 'loopback' | 'lan';
  authorization?: string | undefined;
  project?: string;
  tokenServerId?: string;
}

function check(
  { from = 'lan', authorization, project, tokenServerId }: Asked,
  access: Partial<AccessSettings> = {},
): string {
  const request: KeyRequest = {
    target: project === undefined ? '/token' : `/token?project=${project}`,
    headers: { authorization, 'x-sandbox-id': tokenServerId },
    caller: { from },
  };
  return checkKey(request, { ...ACCESS, ...access })?.failure.code ?? 'passes';
}

describe('checkKey for callers elsewhere', () => {
  it.each([`Bearer ${KEY}x`, `Bearer ${KEY.slice(0, -1)}`, 'bearer wrong'])(
    'A19 tells a wrong key from a missing one: "%s"',
    (authorization) => {
      expect(check({ authorization })).toBe('key_wrong');
    },
  );

  it.each([undefined, '', 'Bearer', 'Bearer ', `Bearer ${KEY} x`, `Basic ${KEY}`, KEY])(
    'A19 asks for the key where Authorization is "%s"',
    (authorization) => {
      expect(check({ authorization })).toBe('key_required');
    },
  );

  it('A19 takes the key as a Bearer, however the scheme is written', () => {
    for (const authorization of [`Bearer ${KEY}`, `bearer ${KEY}`, `BEARER  ${KEY} `]) {
      expect(check({ authorization })).toBe('passes');
    }
  });

  it('A19 takes the token server ID of a project, and refuses an unknown one', () => {
    expect(check({ tokenServerId: 'tt-known' })).toBe('passes');
    const tokenServerId = 'tt-other';
    expect(check({ tokenServerId })).toBe('unknown_token_server_id');
    expect(check({ tokenServerId, authorization: `Bearer ${KEY}` })).toBe(
      'unknown_token_server_id',
    );
  });

  it('A19 asks nothing once the key is switched off, and refuses everything once LAN is off', () => {
    expect(check({}, { lanKey: undefined })).toBe('passes');
    expect(check({}, { lan: false, lanKey: undefined })).toBe('key_required');
  });
});

describe('checkKey for callers on this machine', () => {
  it('A19 asks nothing, LAN or not', () => {
    expect(check({ from: 'loopback' })).toBe('passes');
    expect(check({ from: 'loopback', tokenServerId: 'any' })).toBe('passes');
  });

  it('asks where the project does, and takes the same keys with LAN off', () => {
    const request = { from: 'loopback', project: 'guarded' } as const;
    const off = { lan: false, lanKey: undefined };
    expect(check(request, off)).toBe('key_required');
    expect(check({ ...request, authorization: `Bearer ${KEY}` }, off)).toBe('passes');
    const tokenServerId = 'tt-known';
    expect(check({ ...request, tokenServerId }, off)).toBe('passes');
  });
});
