import { statSync, writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeClaims } from '../../../main/contract/token-claims.ts';
import { createCommandLine, type CommandLine } from './command-line.ts';
import { addKitchen, filesOf, isSignedWith, SENTINEL } from './kitchen-project.ts';

let line: CommandLine;

beforeEach(() => {
  line = createCommandLine();
});
afterEach(() => {
  line.remove();
});

describe('token', () => {
  it('mints for the local project with nothing configured, and leaves nothing behind', async () => {
    const { code, out, err } = await line.run(['token', '--token-only']);
    expect([code, err]).toEqual([0, '']);
    expect(isSignedWith(out.trim(), 'secret')).toBe(true);
    expect(decodeClaims(out.trim())).toMatchObject({ iss: 'devkey', video: { roomJoin: true } });
    expect(() => statSync(line.folder)).toThrow(/ENOENT/);
  });

  it('prints the JSON of lk with every flag in its place', async () => {
    writeFileSync(join(line.cwd, 'attributes.json'), '{"a":"from file","c":"3"}');
    const { code, out } = await line.run([
      'token',
      '-r',
      'kitchen',
      '-i',
      'amy',
      '-n',
      'Amy',
      '--metadata',
      '{"m":1}',
      '--attribute',
      'a=1',
      '--attribute',
      'b=x=y',
      '--attribute-file',
      'attributes.json',
      '--agent',
      'chef',
      '--deployment',
      'staging',
      '--job-metadata',
      'soup',
      '--valid-for',
      '1h30m',
      '--preset',
      'viewer',
      '--json',
    ]);
    expect(code).toBe(0);
    const json: unknown = JSON.parse(out);
    expect(json).toEqual({
      access_token: expect.stringMatching(/^ey/),
      project_url: 'ws://localhost:7880',
      identity: 'amy',
      name: 'Amy',
      room: 'kitchen',
      grants: {
        name: 'Amy',
        metadata: '{"m":1}',
        attributes: { a: 'from file', b: 'x=y', c: '3' },
        video: {
          room: 'kitchen',
          roomJoin: true,
          canPublish: false,
          canPublishData: false,
          canSubscribe: true,
        },
        roomConfig: { agents: [{ agentName: 'chef', metadata: 'soup', deployment: 'staging' }] },
      },
    });
    const claims = decodeClaims(/"access_token": "([^"]+)"/.exec(out)?.[1] ?? '');
    expect(Number(claims?.['exp']) - Number(claims?.['nbf'])).toBe(5400);
  });

  it.each([
    [
      'permission flags alone say everything, as in lk',
      ['--create', '--list', '--room', 'r'],
      { video: { roomCreate: true, roomList: true, room: 'r' } },
    ],
    [
      'permission flags are added to a preset that is named',
      ['--admin', '--preset', 'viewer', '--room', 'r'],
      {
        video: {
          roomJoin: true,
          canPublish: false,
          canPublishData: false,
          canSubscribe: true,
          roomAdmin: true,
          room: 'r',
        },
      },
    ],
    [
      'all of them',
      ['--join', '--admin', '--egress', '--ingress', '--inference', '--room', 'r'],
      {
        video: { roomJoin: true, roomAdmin: true, roomRecord: true, ingressAdmin: true, room: 'r' },
        inference: { perform: true },
      },
    ],
    [
      'sources and metadata are no permission, so the preset still counts',
      [
        '--allow-source',
        'camera,microphone',
        '--allow-source',
        'screen_share',
        '--allow-update-metadata',
        '--preset',
        'viewer',
        '--room',
        'r',
      ],
      {
        video: {
          roomJoin: true,
          canPublish: false,
          canPublishData: false,
          canSubscribe: true,
          canPublishSources: ['camera', 'microphone', 'screen_share'],
          canUpdateOwnMetadata: true,
          room: 'r',
        },
      },
    ],
    [
      '--grant wins',
      ['--join', '--grant', '{"hidden":true,"roomJoin":false}', '--room', 'r'],
      { video: { roomJoin: false, hidden: true, room: 'r' } },
    ],
  ])('%s', async (_what, args, grants) => {
    const { out } = await line.run(['token', ...args, '--json']);
    expect(JSON.parse(out)).toMatchObject({ grants });
    const claims = decodeClaims(/"access_token": "([^"]+)"/.exec(out)?.[1] ?? '');
    expect(claims?.['video']).toEqual(grants.video);
  });

  it('prints for a person who, where and until when, and the token alone on a line', async () => {
    const { out } = await line.run(['token', '-r', 'kitchen', '-i', 'amy\u001b[31m']);
    expect(out).toMatch(/^Server URL {4}ws:\/\/localhost:7880\n/);
    expect(out).not.toContain('\u001b');
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/^ey[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it('names the known projects and presets where one is unknown', async () => {
    const project = await line.run(['token', '--project', 'nope']);
    expect([project.code, project.err]).toEqual([1, expect.stringContaining('local')]);
    const preset = await line.run(['token', '--preset', 'nope']);
    expect([preset.code, preset.err]).toEqual([1, expect.stringContaining('participant')]);
  });

  it('takes the project of the environment, and --project before it', async () => {
    const env = {
      LIVEKIT_URL: 'https://env.livekit.cloud',
      LIVEKIT_API_KEY: 'APIenv',
      LIVEKIT_API_SECRET: SENTINEL,
    };
    const { out } = await line.run(['token', '--json', '--room', 'r'], { env });
    expect(JSON.parse(out)).toMatchObject({ project_url: 'wss://env.livekit.cloud' });
    const token = /"access_token": "([^"]+)"/.exec(out)?.[1] ?? '';
    expect(decodeClaims(token)?.['iss']).toBe('APIenv');
    expect(isSignedWith(token, SENTINEL)).toBe(true);
    const other = await line.run(['token', '--json', '--project', 'local'], { env });
    expect(JSON.parse(other.out)).toMatchObject({ project_url: 'ws://localhost:7880' });
  });

  it('A26 signs nothing with half of an environment', async () => {
    const { out } = await line.run(['token', '--token-only'], {
      env: { LIVEKIT_API_KEY: 'APIenv', LIVEKIT_API_SECRET: SENTINEL },
    });
    expect(decodeClaims(out.trim())?.['iss']).toBe('devkey');
  });

  it('refuses an environment that is whole but unusable', async () => {
    const { code, err } = await line.run(['token'], {
      env: { LIVEKIT_URL: 'ftp://x', LIVEKIT_API_KEY: 'k', LIVEKIT_API_SECRET: SENTINEL },
    });
    expect(code).toBe(1);
    expect(err).toContain('LIVEKIT_URL');
    expect(err).not.toContain(SENTINEL);
  });

  it('A30 opens Meet without the token in the address a browser is started with', async () => {
    const run = line.run(['token', '--open', 'meet', '--token-only']);
    await expect.poll(() => line.opened.length).toBe(1);
    const [url = ''] = line.opened;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}$/);
    const wrong = await fetch(new URL('/guess', url), { redirect: 'manual' });
    expect(wrong.status).toBe(404);
    const answer = await fetch(url, { redirect: 'manual' });
    const { out } = await run;
    const target = new URL(answer.headers.get('location') ?? '');
    expect(target.origin).toBe('https://meet.livekit.io');
    expect(target.searchParams.get('token')).toBe(out.trim());
    await expect(fetch(url)).rejects.toThrow();
  });

  it('does not tidy up, move or write the settings it reads', async () => {
    await addKitchen(line);
    const before = filesOf(line.folder).map((file) => [file, statSync(file).mtimeMs]);
    await line.run(['token', '--project', 'kitchen', '--token-only']);
    await line.run(['project', 'list']);
    expect(filesOf(line.folder).map((file) => [file, statSync(file).mtimeMs])).toEqual(before);
    writeFileSync(join(line.folder, 'settings.json'), '{"half":');
    const { code, err } = await line.run(['token']);
    expect([code, err]).toEqual([1, expect.stringContaining('settings.json')]);
    expect(readFileSync(join(line.folder, 'settings.json'), 'utf8')).toBe('{"half":');
  });
});
