import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  acquireDataFolderLock,
  type DataFolderLock,
} from '../../../main/adapters/lock/data-folder-lock.ts';
import {
  type DataFolderOwner,
  writeWindowSession,
} from '../../../main/adapters/lock/lock-owner.ts';
import { prepareDataFolder } from '../../../main/adapters/data-folder.ts';
import { sessionCodeOf } from '../../../main/contract/http-protocol.ts';
import { startControlServer, type ControlServer } from '../../../main/control/control-server.ts';
import { createSession } from '../../../main/control/session.ts';
import { decodeClaims } from '../../../main/contract/token-claims.ts';
import { openCore } from '../../../main/hosts/headless/headless-core.ts';
import { startEndpoint, type TestEndpoint } from '../../fixtures/endpoint.ts';
import { createCommandLine, type CommandLine } from './command-line.ts';
import { addKitchen, isSignedWith, SENTINEL } from './kitchen-project.ts';

let folder: string;
let line: CommandLine;
let endpoint: TestEndpoint;
let lock: DataFolderLock;
let server: ControlServer | undefined;

/** A host that holds the folder: this very process, with the real core and endpoint. */
async function holdFolder(kind: DataFolderOwner['kind']): Promise<void> {
  const { instanceId, port } = endpoint;
  lock = await acquireDataFolderLock(folder, { instanceId, kind, port, version: '9.9.9' });
}

async function serveTheWindow(): Promise<void> {
  const { dispatch, listen } = endpoint.tokenTray;
  const session = createSession();
  const log = endpoint.ports.log;
  server = await startControlServer({
    port: 0,
    dispatch,
    listen,
    session,
    rendererFolder: folder,
    log,
  });
  const { url } = server;
  writeWindowSession(folder, { instanceId: endpoint.instanceId, url, token: session.token });
  lock.updateOwner({ uiUrl: url });
}

async function mintByHttp(): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${endpoint.port}/token`, { method: 'POST' });
  return /"participant_token":"([^"]+)"/.exec(await response.text())?.[1] ?? '';
}

beforeEach(async () => {
  const root = mkdtempSync(join(tmpdir(), 'token-tray-held-'));
  folder = prepareDataFolder(join(root, 'data')).path;
  line = createCommandLine(folder);
  endpoint = await startEndpoint();
  server = undefined;
});
afterEach(async () => {
  await server?.close();
  await lock.release();
  await endpoint.close();
  line.remove();
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

describe('commands while a headless host runs', () => {
  beforeEach(async () => {
    await holdFolder('headless');
    await serveTheWindow();
  });

  it('token mints in the host, where the window sees it', async () => {
    const { out } = await line.run([
      'token',
      '--token-only',
      '--room',
      'kitchen',
      '--valid-for',
      '2m',
    ]);
    expect(isSignedWith(out.trim(), 'secret')).toBe(true);
    const [issued] = await endpoint.call('token.list');
    expect(issued).toMatchObject({ token: out.trim(), source: 'command', room: 'kitchen' });
  });

  it('project add, use, list and remove change what the host serves', async () => {
    expect((await addKitchen(line)).code).toBe(0);
    expect(endpoint.ports.secrets.secrets.size).toBe(1);
    expect(isSignedWith(await mintByHttp(), SENTINEL)).toBe(true);
    expect((await line.run(['project', 'list'])).out).toMatch(/\* +kitchen/);
    expect((await line.run(['project', 'remove', 'kitchen', '--yes'])).code).toBe(0);
    expect(endpoint.tokenTray.snapshot().projects.map(({ slug }) => slug)).toEqual(['local']);
  });

  it('says what the host says when it refuses', async () => {
    const { code, err } = await line.run(['project', 'use', 'nope']);
    expect([code, err]).toEqual([1, expect.stringContaining('"nope"')]);
  });

  it('status tells everything, to a person and to a program', async () => {
    const { code, out } = await line.run(['status', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      running: true,
      serving: true,
      kind: 'headless',
      pid: process.pid,
      version: '9.9.9',
      endpoint: `http://localhost:${endpoint.port}/token`,
      ui: server?.url,
      project: { name: 'Local LiveKit', slug: 'local', url: 'ws://localhost:7880' },
      preset: { name: 'Participant', slug: 'participant' },
      dataFolder: folder,
    });
    const words = await line.run(['status']);
    expect(words.out).toContain(`serving tokens (headless, process ${process.pid})`);
    await endpoint.call('server.stop');
    const stopped = await line.run(['status', '--json']);
    expect([stopped.code, JSON.parse(stopped.out)]).toEqual([
      1,
      expect.objectContaining({ running: true, serving: false }),
    ]);
  });

  it('drill arms, says what is armed, and turns it off in the host', async () => {
    const armed = await line.run(['drill', 'expired', '--next', '3', '--for', 'curl', '--lan']);
    expect([armed.code, armed.err]).toEqual([0, '']);
    expect(armed.out).toMatch(
      /^Armed: Expired token\..*\nThe next 3 requests from curl, on the LAN/,
    );
    expect(armed.out).toContain('A good app asks for a new token');
    expect(endpoint.tokenTray.snapshot().drill).toMatchObject({
      drill: 'expired',
      left: 3,
      caller: 'curl',
      lan: true,
    });
    const seen = await line.run(['drill', '--json']);
    expect(JSON.parse(seen.out)).toMatchObject({ drill: 'expired', left: 3, done: 0 });
    const off = await line.run(['drill', '--off', '--json']);
    expect(JSON.parse(off.out)).toBeNull();
    expect(endpoint.tokenTray.snapshot().drill).toBeUndefined();
    expect((await line.run(['drill'])).out).toBe('No drill is armed.\n');
  });

  it('activity lists the requests, and prints those that are named as an HTTP archive without tokens', async () => {
    expect((await line.run(['activity'])).out).toBe('No requests yet.\n');
    expect((await line.run(['activity', '--har'])).out).toBe('');
    const token = await mintByHttp();
    await fetch(`http://127.0.0.1:${endpoint.port}/token?preset=nope`, { method: 'POST' });
    const words = await line.run(['activity']);
    expect(words.out).toMatch(/^TIME +OUTCOME +STATUS/);
    expect(words.out.trim().split('\n')).toHaveLength(3);
    const json = await line.run(['activity', '--json']);
    const [refused, issued] = JSON.parse(json.out);
    expect([refused, issued]).toMatchObject([{ status: 404 }, { outcome: 'issued' }]);

    const all = await line.run(['activity', '--har']);
    expect(JSON.parse(all.out).log.entries).toHaveLength(2);
    const one = await line.run(['activity', issued.id, '--har']);
    expect(JSON.parse(one.out).log.entries).toMatchObject([{ response: { status: 200 } }]);
    for (const { out } of [words, json, all, one]) {
      expect(out).not.toContain(token.split('.')[1]);
      expect(out).not.toContain(SENTINEL);
    }
    const gone = await line.run(['activity', 'nope', '--har']);
    expect([gone.code, gone.err]).toEqual([1, expect.stringContaining('request')]);
  });

  it('a drill of the command strikes the next request', async () => {
    await line.run(['drill', '403']);
    const response = await fetch(`http://127.0.0.1:${endpoint.port}/token`, { method: 'POST' });
    expect([response.status, response.headers.get('X-Token-Tray-Drill')]).toEqual([403, '403']);
    expect((await line.run(['drill'])).out).toBe('No drill is armed.\n');
  });

  it('A30 open gives a link that signs a browser in once', async () => {
    const { code, out } = await line.run(['open']);
    expect(code).toBe(0);
    const [url = ''] = line.opened;
    expect(out).toContain(`Opened ${url}`);
    const code1 = sessionCodeOf(new URL(url).hash);
    const redeem = (): Promise<Response> =>
      fetch(new URL('/api/session', url), {
        method: 'POST',
        body: JSON.stringify({ code: code1 }),
      });
    expect((await redeem()).status).toBe(200);
    expect((await redeem()).status).toBe(401);
    const printed = await line.run(['open', '--no-open']);
    expect(printed.out).toMatch(/^Open http:\/\/127\.0\.0\.1:\d+\/#code=/);
    expect(line.opened).toHaveLength(1);
    const without = await line.run(['open'], { browser: false });
    expect(without.out).toMatch(/^Open http/);
  });
});

describe('commands while the desktop app runs', () => {
  beforeEach(() => holdFolder('desktop'));

  it('status says so, and that it serves', async () => {
    const { code, out } = await line.run(['status', '--json']);
    expect([code, JSON.parse(out)]).toEqual([
      0,
      expect.objectContaining({ kind: 'desktop', pid: process.pid, serving: true }),
    ]);
    expect((await line.run(['status'])).out).toContain('the desktop app');
  });

  it('token asks its endpoint, as an app would', async () => {
    const { code, out } = await line.run([
      'token',
      '--json',
      '--room',
      'kitchen',
      '--identity',
      'amy',
      '--name',
      'Amy',
      '--attribute',
      'a=1',
      '--agent',
      'chef',
      '--preset',
      'viewer',
      '--project',
      'local',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      identity: 'amy',
      name: 'Amy',
      room: 'kitchen',
      grants: {
        attributes: { a: '1' },
        video: { canPublish: false, room: 'kitchen' },
        roomConfig: { agents: [{ agentName: 'chef' }] },
      },
    });
    const [entry] = await endpoint.activity();
    expect(entry).toMatchObject({ outcome: 'issued', room: 'kitchen' });
  });

  it.each([['--valid-for', '2m'], ['--grant', '{"hidden":true}'], ['--join'], ['--admin']])(
    'token says that an endpoint does not take %s',
    async (...flags) => {
      const { code, err } = await line.run(['token', ...flags]);
      expect([code, err]).toEqual([1, expect.stringContaining(flags[0] ?? '')]);
      expect(err).toContain('--preset');
    },
  );

  it('token passes on what the endpoint refuses', async () => {
    const { code, err } = await line.run(['token', '--preset', 'nope']);
    expect([code, err]).toEqual([1, expect.stringContaining('participant')]);
  });

  it('token signs for the environment by itself', async () => {
    const { out } = await line.run(['token', '--token-only', '--valid-for', '2m'], {
      env: {
        LIVEKIT_URL: 'wss://e.example',
        LIVEKIT_API_KEY: 'APIe',
        LIVEKIT_API_SECRET: SENTINEL,
      },
    });
    expect(decodeClaims(out.trim())?.['iss']).toBe('APIe');
    expect(await endpoint.activity()).toEqual([]);
  });

  it.each([
    [['project', 'use', 'local']],
    [['project', 'remove', 'local', '--yes']],
    [['project', 'import']],
    [['open']],
  ])('S9 %j leaves the folder to it and says so', async (args) => {
    const { code, err } = await line.run(args);
    expect([code, err]).toEqual([1, expect.stringContaining(`process ${process.pid}`)]);
  });

  it('project list reads along', async () => {
    expect((await line.run(['project', 'list'])).out).toContain('Local LiveKit');
  });
});

describe('commands while nothing that can be asked runs', () => {
  it('say that nothing runs', async () => {
    lock = await acquireDataFolderLock(folder, { instanceId: randomUUID(), kind: 'command' });
    await lock.release();
    const status = await line.run(['status']);
    expect([status.code, status.out]).toEqual([1, expect.stringContaining('not running')]);
    const open = await line.run(['open']);
    expect([open.code, open.err]).toEqual([1, expect.stringContaining('token-tray serve')]);
  });

  it('wait for another command that holds the folder for a moment', async () => {
    lock = await acquireDataFolderLock(folder, { instanceId: randomUUID(), kind: 'command' });
    let refusals = 0;
    const waiting = createCommandLine(folder, async (options) => {
      try {
        return await openCore(options, '0.0.0-test');
      } catch (error) {
        refusals += 1;
        await lock.release();
        throw error;
      }
    });
    expect((await addKitchen(waiting)).code).toBe(0);
    expect(refusals).toBe(1);
    waiting.remove();
  });

  it('A29 do not believe a session file of a host that is gone', async () => {
    lock = await acquireDataFolderLock(folder, { instanceId: 'alive', kind: 'headless' });
    writeWindowSession(folder, { instanceId: 'gone', url: 'http://127.0.0.1:1/', token: 'x' });
    const { code, err } = await line.run(['open']);
    expect([code, err]).toEqual([1, expect.stringContaining('--ui-port')]);
  });
});
