import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { TokenVerifier } from 'livekit-server-sdk';
import manifest from '../../package.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ON_WINDOWS = process.platform === 'win32';

interface Ready {
  endpoint: string;
  ui: string;
  pid: number;
  version: string;
}

let folder: string;
let host: ChildProcess | undefined;

/** npm as the tests' own: no network, and a cache that starts empty. */
function npm(args: string[], cwd: string): string {
  return execFileSync(ON_WINDOWS ? 'npm.cmd' : 'npm', args, {
    cwd,
    encoding: 'utf8',
    shell: ON_WINDOWS,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, npm_config_cache: join(folder, 'cache'), npm_config_offline: 'true' },
  });
}

test.beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'token-tray-tarball-')));
});

test.afterEach(() => {
  host?.kill('SIGKILL');
  host = undefined;
});

test.afterAll(() => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

test('N14 the package holds the headless host and its window, and nothing else', () => {
  // Without its scripts, because `prepack` would build again under the other tests' feet.
  const [pack]: { files: { path: string }[] }[] = JSON.parse(
    npm(['pack', '--dry-run', '--json', '--ignore-scripts'], ROOT),
  );
  const paths = pack?.files.map(({ path }) => path) ?? [];

  expect(paths).toEqual(
    expect.arrayContaining([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'package.json',
      'dist/headless/token-tray.cjs',
      'dist/renderer/index.html',
    ]),
  );
  // npm packs what `main` names whatever `files` says, and Electron finds the app by `main`.
  const unexpected = paths.filter(
    (path) =>
      path !== manifest.main &&
      !/^(?:[A-Z]+(?:\.md)?|package\.json|dist\/(?:headless|renderer)\/.+)$/.test(path),
  );
  expect(unexpected).toEqual([]);
});

test('N14 the package, installed in an empty folder without Electron, serves and mints', async () => {
  npm(['pack', '--ignore-scripts', '--pack-destination', folder], ROOT);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  npm(['install', '--no-audit', '--no-fund', `./${tarball}`], folder);
  expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(
    ['livekit-token-tray'],
  );
  expect(() => createRequire(join(folder, 'x.cjs')).resolve('electron')).toThrow();

  const command = join(folder, 'node_modules/.bin', ON_WINDOWS ? 'token-tray.cmd' : 'token-tray');
  const options = ['--port', '0', '--ui-port', '0', '--data-dir', join(folder, 'data')];
  host = spawn(command, ['serve', '--json', '--no-open', ...options], {
    cwd: folder,
    shell: ON_WINDOWS,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ready = await firstLine(host);
  expect(ready.version).toBe(manifest.version);

  const reply = await fetch(ready.endpoint, { method: 'POST' });
  expect(reply.status).toBe(200);
  const answer: { server_url: string; participant_token: string } = await reply.json();
  expect(answer.server_url).toBe('ws://localhost:7880');

  const claims = await new TokenVerifier('devkey', 'secret').verify(answer.participant_token);
  expect(claims.video).toMatchObject({ roomJoin: true, room: expect.stringMatching(/./) });
  const [head, payload, signature] = answer.participant_token.split('.');
  expect(createHmac('sha256', 'secret').update(`${head}.${payload}`).digest('base64url')).toBe(
    signature,
  );

  const page = await fetch(ready.ui);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toContain('text/html');

  if (!ON_WINDOWS) {
    host.kill('SIGTERM');
    expect(await once(host, 'close')).toEqual([0, null]);
  }
});

test('N14 the headless bundle loads no Electron', () => {
  const bundles = join(ROOT, 'dist/headless');
  const loading = readdirSync(bundles).filter((name) =>
    /require\(["'`]electron["'`]\)/.test(readFileSync(join(bundles, name), 'utf8')),
  );
  expect(loading).toEqual([]);
});

async function firstLine(child: ChildProcess): Promise<Ready> {
  if (child.stdout === null) throw new Error('The host has no standard output.');
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line);
  throw new Error('The host ended without a word.');
}
