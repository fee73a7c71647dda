import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { sessionCodeOf } from '../../../main/contract/http-protocol.ts';
import { decodeClaims } from '../../../main/contract/token-claims.ts';
import {
  runTokenTray,
  startHeadless,
  TOKEN_TRAY,
  type Headless,
  type HeadlessOptions,
} from '../../fixtures/headless.ts';
import { expectPrivate, itOnPosix } from '../../fixtures/posix.ts';

const SENTINEL = 'sentinel-secret-of-the-environment-000001';
const hosts: Headless[] = [];

afterEach(async () => {
  // The last one first: it may use the folder of one before it.
  for (const host of hosts.splice(0).toReversed()) await host.close();
});

async function start(options?: HeadlessOptions): Promise<Headless> {
  const host = await startHeadless(options);
  hosts.push(host);
  return host;
}

async function mint({ endpoint }: Headless): Promise<string> {
  const response = await fetch(endpoint, { method: 'POST' });
  return /"participant_token":"([^"]+)"/.exec(await response.text())?.[1] ?? '';
}

describe('serve', () => {
  it('says one line of JSON once it truly answers, and nothing else', async () => {
    const host = await start();
    expect(decodeClaims(await mint(host))).toMatchObject({ iss: 'devkey' });
    expect(JSON.parse(host.stdout())).toEqual({
      endpoint: expect.stringMatching(/^http:\/\/localhost:\d+\/token$/),
      ui: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/),
      pid: host.pid,
      version: manifest.version,
    });
    expect(host.stdout().trimEnd().split('\n')).toHaveLength(1);
    expect(host.stderr()).toBe('');
  });

  it('N14 serves the window and its calls without Electron', async () => {
    const host = await start();
    const page = await fetch(host.ui);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toContain('<title>');
    expect(await host.call('host.describe')).toMatchObject({
      ok: true,
      value: { kind: 'headless', pid: host.pid, dataFolder: host.dataFolder },
    });
    const link = await host.link();
    const answer = await fetch(new URL('/api/session', link), {
      method: 'POST',
      body: JSON.stringify({ code: sessionCodeOf(new URL(link).hash) }),
    });
    expect(await answer.json()).toEqual({ ok: true, value: { token: host.session().token } });
  });

  it('S1 keeps everything to this user, under any umask', async () => {
    const host = await start();
    await host.call('project.create', {
      fields: { name: 'K', url: 'wss://k.example', apiKey: 'APIk', apiSecret: SENTINEL },
    });
    expectPrivate(host.dataFolder);
    const entries = readdirSync(host.dataFolder, { recursive: true, withFileTypes: true });
    expect(entries.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['settings.json', 'secrets.json', 'window-session.json']),
    );
    for (const entry of entries) expectPrivate(join(entry.parentPath, entry.name));
  });

  it('S4 makes a project of LIVEKIT_* and shows where it is from, but never writes it down', async () => {
    const host = await start({
      env: {
        LIVEKIT_URL: 'https://env.livekit.cloud',
        LIVEKIT_API_KEY: 'APIenv',
        LIVEKIT_API_SECRET: SENTINEL,
      },
    });
    expect(decodeClaims(await mint(host))).toMatchObject({ iss: 'APIenv' });
    const state = JSON.stringify(await host.call('state.get'));
    expect(state).toContain('"source":"environment"');
    expect(state).toContain('wss://env.livekit.cloud');
    await host.call('settings.update', { revision: 1, changes: { app: { theme: 'dark' } } });
    const written = readdirSync(host.dataFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    for (const text of [...written, state, host.stdout(), host.stderr()]) {
      expect(text).not.toContain(SENTINEL);
    }
    expect(readFileSync(join(host.dataFolder, 'settings.json'), 'utf8')).not.toContain('APIenv');
  });

  it('S4 reads the secret from the file of LIVEKIT_API_SECRET_FILE', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'token-tray-secret-'));
    const file = join(folder, 'secret');
    writeFileSync(file, `${SENTINEL}\n`, { mode: 0o600 });
    const host = await start({
      env: {
        LIVEKIT_URL: 'wss://env.livekit.cloud',
        LIVEKIT_API_KEY: 'APIenv',
        LIVEKIT_API_SECRET_FILE: file,
      },
    });
    expect(decodeClaims(await mint(host))).toMatchObject({ iss: 'APIenv' });
    rmSync(folder, { recursive: true });
  });

  itOnPosix(
    'a shell script in the place of a browser',
    'A30 starts a browser with a code that works once, and with no token',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'token-tray-browser-'));
      const seen = join(folder, 'arguments');
      for (const name of ['xdg-open', 'open']) {
        writeFileSync(join(folder, name), `#!/bin/sh\necho "$@" > "${seen}"\n`);
        chmodSync(join(folder, name), 0o755);
      }
      const host = await start({
        args: ['--open'],
        env: { PATH: [folder, process.env['PATH'] ?? ''].join(delimiter) },
      });
      await expect.poll(() => existsSync(seen) && readFileSync(seen, 'utf8')).toMatch(/#code=/);
      const link = readFileSync(seen, 'utf8').trim();
      expect(link).not.toContain(host.session().token);
      const commandLine = `/proc/${host.pid}/cmdline`;
      if (existsSync(commandLine)) {
        expect(readFileSync(commandLine, 'utf8')).not.toContain(host.session().token);
      }
      const body = JSON.stringify({ code: sessionCodeOf(new URL(link).hash) });
      const redeem = async (): Promise<number> =>
        (await fetch(new URL('/api/session', link), { method: 'POST', body })).status;
      expect([await redeem(), await redeem()]).toEqual([200, 401]);
      rmSync(folder, { recursive: true });
    },
  );

  it('serves again after the window stopped the endpoint and the host was restarted', async () => {
    const first = await start();
    await first.call('server.stop');
    await first.kill('SIGTERM');
    const second = await start({ dataFolder: first.dataFolder });
    expect(decodeClaims(await mint(second))).toMatchObject({ iss: 'devkey' });
  });

  it('loads nothing before the first token that it needs only later', () => {
    const entry = readFileSync(TOKEN_TRAY, 'utf8');
    // What these libraries cannot do without: their names of errors and of schemas.
    for (const mark of [
      'commander.',
      'iconv-lite',
      '$async',
      'YAMLParseError',
      'text/event-stream',
      'openapi:',
    ]) {
      expect([mark, entry.includes(mark)]).toEqual([mark, false]);
    }
    expect(statSync(TOKEN_TRAY).size).toBeLessThan(475_000);
  });

  it.each([
    [['serve', '--port', 'abc']],
    [['serve', '--port', '80.9']],
    [['serve', '--ui-port', '-1']],
    [['serve', '--port', '65536']],
    [['serve', '--port', '6000']],
    [['serve', '--lan']],
    [['serve', 'more']],
  ])('R5 refuses %j with exit code 2 and makes nothing', async (args) => {
    const root = mkdtempSync(join(tmpdir(), 'token-tray-args-'));
    const folder = join(root, 'data');
    const { code, stdout, stderr } = await runTokenTray([...args, '--data-dir', folder]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^token-tray: /);
    expect(existsSync(folder)).toBe(false);
    rmSync(root, { recursive: true });
  });

  it('S4 refuses a secret as an argument before it does anything', async () => {
    const { code, stdout, stderr } = await runTokenTray(['serve', '--api-secret', SENTINEL]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--api-secret-stdin');
    expect(stderr).not.toContain(SENTINEL);
  });

  it('S6 starts on settings that are broken, keeps them and says so', async () => {
    const root = mkdtempSync(join(tmpdir(), 'token-tray-broken-'));
    const dataFolder = join(root, 'data');
    mkdirSync(dataFolder, { mode: 0o700 });
    writeFileSync(join(dataFolder, 'settings.json'), '{"half":', { mode: 0o600 });
    const host = await start({ dataFolder });
    expect(decodeClaims(await mint(host))).toMatchObject({ iss: 'devkey' });
    expect(JSON.stringify(await host.call('state.get'))).toMatch(/"message":"[^"]*settings\.json/);
    const kept = readdirSync(dataFolder).filter((name) => name.includes('corrupt'));
    expect(kept).toHaveLength(1);
    expect(readFileSync(join(dataFolder, kept[0] ?? ''), 'utf8')).toBe('{"half":');
    await host.close();
    rmSync(root, { recursive: true, force: true });
  });
});
