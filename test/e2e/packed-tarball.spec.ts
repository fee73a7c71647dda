import {
  execFileSync,
  spawn,
  spawnSync,
  type ChildProcess,
  type SpawnSyncReturns,
} from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { TokenVerifier } from 'livekit-server-sdk';
import manifest from '../../package.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ON_WINDOWS = process.platform === 'win32';
const COMMAND = ON_WINDOWS ? 'token-tray.cmd' : 'token-tray';

interface Ready {
  endpoint: string;
  ui: string;
  pid: number;
  version: string;
}

let folder: string;
let host: ChildProcess | undefined;

interface Node {
  name: string;
  /** The folder of its executable. */
  bin: string;
}

/** The Node that runs the tests, or those that `npm run test:tarball` has fetched. */
const NODES: readonly Node[] = (process.env['TOKEN_TRAY_NODES'] ?? dirname(process.execPath))
  .split(delimiter)
  .map((bin) => {
    const version = execFileSync(join(bin, 'node'), ['--version'], { encoding: 'utf8' });
    return { name: `Node ${version.slice(1).trim()}`, bin };
  });

function environment({ bin }: Node): NodeJS.ProcessEnv {
  const names = Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_|LIVEKIT_|NODE_OPTIONS|INIT_CWD)/i.test(name),
  );
  return {
    ...Object.fromEntries(names),
    PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
    npm_config_cache: join(folder, 'cache'),
    npm_config_offline: 'true',
  };
}

/** npm as the tests' own: no network, and a cache that starts empty. */
function npm(args: string[], cwd: string, node: Node | undefined = NODES[0]): string {
  if (node === undefined) throw new Error('There is no Node.');
  return execFileSync(ON_WINDOWS ? 'npm.cmd' : 'npm', args, {
    cwd,
    encoding: 'utf8',
    shell: ON_WINDOWS,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(node),
  });
}

function run(command: string, args: string[], node: Node): SpawnSyncReturns<string> {
  return spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    shell: ON_WINDOWS,
    env: environment(node),
    timeout: 30_000,
  });
}

function tarball(): string {
  const name = readdirSync(folder).find((item) => item.endsWith('.tgz'));
  return join(folder, name ?? '');
}

async function expectSigned(token: string): Promise<void> {
  const claims = await new TokenVerifier('devkey', 'secret').verify(token);
  expect(claims.video).toMatchObject({ roomJoin: true, room: expect.stringMatching(/./) });
  const [head, payload, signature] = token.split('.');
  expect(createHmac('sha256', 'secret').update(`${head}.${payload}`).digest('base64url')).toBe(
    signature,
  );
}

test.beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'token-tray-tarball-')));
  npm(['pack', '--ignore-scripts', '--pack-destination', folder], ROOT);
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
  // npm packs what `main` names whatever `files` says, but not where it begins with "./".
  expect(
    paths.filter(
      (path) => !/^(?:[A-Z]+(?:\.md)?|package\.json|dist\/(?:headless|renderer)\/.+)$/.test(path),
    ),
  ).toEqual([]);
});

for (const node of NODES) {
  test(`N14 the package, installed in an empty folder without Electron, serves and mints, on ${node.name}`, async () => {
    const app = join(folder, node.name);
    mkdirSync(app);
    npm(['install', '--no-audit', '--no-fund', tarball()], app, node);
    const installed = readdirSync(join(app, 'node_modules')).filter(
      (name) => !name.startsWith('.'),
    );
    expect(installed).toEqual(['livekit-token-tray']);
    expect(() => createRequire(join(app, 'x.cjs')).resolve('electron')).toThrow();

    const command = join(app, 'node_modules/.bin', COMMAND);
    const data = ['--data-dir', join(app, 'data')];
    host = spawn(command, ['serve', '--json', '--port', '0', '--ui-port', '0', ...data], {
      cwd: app,
      env: environment(node),
      shell: ON_WINDOWS,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ready = await firstLine(host);
    expect(ready.version).toBe(manifest.version);

    const reply = await fetch(ready.endpoint, { method: 'POST' });
    expect(reply.status).toBe(200);
    const answer: { server_url: string; participant_token: string } = await reply.json();
    expect(answer.server_url).toBe('ws://localhost:7880');
    await expectSigned(answer.participant_token);

    const page = await fetch(ready.ui);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');

    // By the running host, and once it has ended by the command itself.
    for (const runs of [true, false]) {
      const status = run(command, ['status', '--json', ...data], node);
      expect(JSON.parse(status.stdout)).toMatchObject({ running: runs, serving: runs });
      const token = run(command, ['token', '--token-only', '--room', 'r', ...data], node);
      expect(token.status).toBe(0);
      // The host may have looked for the LiveKit server by now.
      expect(token.stderr).toMatch(/^(?:Warning: Apps can’t join Local LiveKit .+\n)?$/);
      await expectSigned(token.stdout.trim());
      const list = run(command, ['project', 'list', '--json', ...data], node);
      expect(JSON.parse(list.stdout)).toMatchObject([{ slug: 'local', active: true }]);
      const doctor = run(command, ['doctor', '--project', 'local', '--json', ...data], node);
      expect([0, 1]).toContain(doctor.status);
      expect(JSON.parse(doctor.stdout)).toBeInstanceOf(Object);
      if (!runs || ON_WINDOWS) break;
      host.kill('SIGTERM');
      expect(await once(host, 'close')).toEqual([0, null]);
    }
  });

  test(`N14 the package runs by npx from its file, and is installed and uninstalled for everyone, on ${node.name}`, () => {
    const out = npm(
      ['exec', '--yes', `--package=${tarball()}`, '--', 'token-tray', '--version'],
      folder,
      node,
    );
    expect(out.trim()).toBe(manifest.version);

    const prefix = join(folder, `global-${node.name}`);
    const bin = ON_WINDOWS ? prefix : join(prefix, 'bin');
    npm(['install', '--global', '--prefix', prefix, tarball()], folder, node);
    expect(run(join(bin, COMMAND), ['--version'], node)).toMatchObject({
      status: 0,
      stdout: `${manifest.version}\n`,
    });
    npm(['uninstall', '--global', '--prefix', prefix, manifest.name], folder, node);
    expect(readdirSync(bin)).toEqual([]);
  });
}

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
