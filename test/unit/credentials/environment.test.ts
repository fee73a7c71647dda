import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEnvironmentProject } from '../../../main/cli/credential-sources.ts';
import { TokenTrayError } from '../../../main/contract/errors.ts';
import { K, S, U } from './reading.ts';

const WHOLE = { url: U, apiKey: K, apiSecret: S };

describe('the project of the environment', () => {
  it.each([
    ['the usual names', { LIVEKIT_URL: U, LIVEKIT_API_KEY: K, LIVEKIT_API_SECRET: S }],
    ['names of frameworks', { NEXT_PUBLIC_LIVEKIT_URL: U, LIVEKIT_KEY: K, LIVEKIT_SECRET: S }],
    [
      'a host',
      { LIVEKIT_HOST: 'https://kit.example.com', LIVEKIT_API_KEY: K, LIVEKIT_API_SECRET: S },
    ],
    [
      'case 5: quotes that docker --env-file keeps',
      { LIVEKIT_URL: `"${U}"`, LIVEKIT_API_KEY: `'"${K}"'`, LIVEKIT_API_SECRET: `"${S}"` },
    ],
    [
      'case 1: variables that docker --env-file does not fill in',
      {
        HOST_IP: 'kit.example.com',
        LIVEKIT_URL: 'wss://${HOST_IP}',
        LIVEKIT_API_KEY: K,
        LIVEKIT_API_SECRET: S,
      },
    ],
    [
      'case 4: curly quotes',
      { LIVEKIT_URL: `\u201c${U}\u201d`, LIVEKIT_API_KEY: K, LIVEKIT_API_SECRET: S },
    ],
    [
      'a public URL before an internal one',
      {
        LIVEKIT_URL: 'ws://livekit:7880',
        NEXT_PUBLIC_LIVEKIT_URL: U,
        LIVEKIT_API_KEY: K,
        LIVEKIT_API_SECRET: S,
      },
    ],
    [
      "other programs' keys left alone",
      {
        LIVEKIT_URL: U,
        LIVEKIT_API_KEY: K,
        LIVEKIT_API_SECRET: S,
        API_KEY: 'x',
        API_SECRET: 'y',
        REDIS_URL: 'redis://z',
      },
    ],
  ])('takes %s', (_what, env) => {
    expect(readEnvironmentProject(env, '/').project).toEqual(WHOLE);
  });

  it('says what it repaired', () => {
    const env = { LIVEKIT_URL: U, LIVEKIT_API_KEY: `"${K}"`, LIVEKIT_API_SECRET: S };
    expect(readEnvironmentProject(env, '/').warnings).toEqual([
      'Quotes around the API key are left out.',
    ]);
  });

  it('warns of a secret that ships to every user', () => {
    const env = { LIVEKIT_URL: U, LIVEKIT_API_KEY: K, NEXT_PUBLIC_LIVEKIT_API_SECRET: S };
    const { project, warnings, secretNames } = readEnvironmentProject(env, '/');
    expect(project).toEqual(WHOLE);
    expect(warnings.join()).toContain('every user');
    expect(secretNames).toEqual(['NEXT_PUBLIC_LIVEKIT_API_SECRET']);
  });

  it('reads the secret from the file that LIVEKIT_API_SECRET_FILE names', () => {
    const folder = mkdtempSync(join(tmpdir(), 'token-tray-env-'));
    writeFileSync(join(folder, 'secret'), `${S}\n`);
    const env = { LIVEKIT_URL: U, LIVEKIT_API_KEY: K, LIVEKIT_API_SECRET_FILE: 'secret' };
    expect(readEnvironmentProject(env, folder).project).toEqual(WHOLE);
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['nothing', {}, undefined],
    ['nothing of ours', { API_KEY: 'x', API_SECRET: 'y', PATH: '/bin' }, undefined],
    ['a URL alone', { LIVEKIT_URL: U }, 'LIVEKIT_API_KEY and LIVEKIT_API_SECRET are not set'],
    ['no secret', { LIVEKIT_URL: U, LIVEKIT_API_KEY: K }, 'LIVEKIT_API_SECRET is not set'],
  ])('makes none of %s', (_what, env, warning) => {
    const found = readEnvironmentProject(env, '/');
    expect(found.project).toBeUndefined();
    expect(found.warnings).toEqual(warning === undefined ? [] : [expect.stringContaining(warning)]);
  });

  it.each([
    [
      'case 6: a placeholder',
      { LIVEKIT_URL: U, LIVEKIT_API_KEY: K, LIVEKIT_API_SECRET: 'CHANGE_ME' },
      'placeholder',
    ],
    [
      'case 12: no such host',
      { LIVEKIT_URL: 'ws://192.168.1.999:7880', LIVEKIT_API_KEY: K, LIVEKIT_API_SECRET: S },
      'IP address',
    ],
    [
      'case 12: a variable that is not set',
      { LIVEKIT_URL: 'wss://${HOST}', LIVEKIT_API_KEY: K, LIVEKIT_API_SECRET: S },
      'URL',
    ],
    [
      'case 18: a swapped pair',
      { LIVEKIT_URL: U, LIVEKIT_API_KEY: S, LIVEKIT_API_SECRET: K },
      'swapped',
    ],
  ])('refuses %s, whole but unusable', (_what, env, reason) => {
    const read = (): unknown => readEnvironmentProject(env, '/');
    expect(read).toThrow(TokenTrayError);
    expect(read).toThrow(reason);
  });
});
