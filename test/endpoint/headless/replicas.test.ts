import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { decodeClaims } from '../../../main/contract/token-claims.ts';
import { verifyHs256 } from '../../fixtures/clients/jwt-text.ts';
import { startHeadless, type Headless } from '../../fixtures/headless.ts';

const SECRET = 'sentinel-secret-of-the-replicas-000001';
const KEY = 'sentinel-lan-key-of-the-replicas-000001';
const PROJECT = {
  name: 'Kitchen',
  url: 'wss://kit.example.com',
  apiKey: 'APIreplicas',
  apiSecret: SECRET,
};

/** What the calls below answer, as far as it is looked at. */
interface Value {
  item: { id: string; policy: object; tokenServerId: string };
  revision: number;
  path: string;
}

interface Answer {
  status: number;
  rest: Record<string, string>;
  claims: object;
  lifetime: number;
  ignored: string | null;
}

let root: string;
let configuration: string;
let tokenServerId: string;
const hosts: Headless[] = [];

async function start(env: Record<string, string>): Promise<Headless> {
  const host = await startHeadless({ env });
  hosts.push(host);
  return host;
}

/** What a person exports from the Token Tray on their desk: a project with a policy and a key, a preset. */
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'token-tray-replicas-'));
  const desk = await startHeadless();
  const value = async (name: string, input?: unknown): Promise<Value> => {
    const reply: { ok: boolean; value: Value } = JSON.parse(
      JSON.stringify(await desk.call(name, input)),
    );
    expect([name, reply.ok]).toEqual([name, true]);
    return reply.value;
  };
  const { item } = await value('project.create', { fields: PROJECT });
  const { id, policy, tokenServerId: given } = item;
  tokenServerId = given;
  await value('project.activate', { id });
  const { revision } = await value('state.get');
  const changes = { policy: { ...policy, participantMetadata: 'ignore' } };
  await value('project.update', { id, revision, changes });
  const grants = { video: { roomJoin: true, canPublish: false } };
  await value('preset.create', { fields: { name: 'Ears', slug: 'ears', ttlSeconds: 600, grants } });
  const { path } = await value('settings.exportWithSecrets');
  configuration = join(root, 'token-tray.json');
  renameSync(path, configuration);
  await desk.close();
}, 60_000);
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** The claims of an answer without its times; of a refusal, the error. */
async function ask(host: Headless, query: string, init: RequestInit): Promise<Answer> {
  const answer = await fetch(`${host.endpoint}${query}`, { method: 'POST', ...init });
  const body: Record<string, string> = await answer.json();
  const { participant_token: token = '', request_id: _id, ...rest } = body;
  const { nbf, exp, ...claims } = decodeClaims(token) ?? {};
  if (token !== '') expect(verifyHs256(token, SECRET).accepted).toBe(true);
  return {
    status: answer.status,
    rest,
    claims,
    lifetime: Number(exp) - Number(nbf),
    ignored: answer.headers.get('x-token-tray-ignored'),
  };
}

/** The token server ID of the project that the environment makes with this secret. */
async function environmentId(secret: string): Promise<string> {
  const host = await start({
    LIVEKIT_URL: PROJECT.url,
    LIVEKIT_API_KEY: PROJECT.apiKey,
    LIVEKIT_API_SECRET: secret,
  });
  const reply: { value: { projects: { source: string; tokenServerId: string }[] } } = JSON.parse(
    JSON.stringify(await host.call('state.get')),
  );
  const project = reply.value.projects.find(({ source }) => source === 'environment');
  return project?.tokenServerId ?? '';
}

describe('two replicas of one configuration', () => {
  it('give the same answers, refuse alike and take the same keys', async () => {
    const env = {
      TOKEN_TRAY_CONFIG: configuration,
      TOKEN_TRAY_LAN_KEY: KEY,
      TOKEN_TRAY_ALLOWED_ORIGINS: 'https://app.example.com, https://other.example.com',
    };
    const [one, two] = [await start(env), await start(env)];
    const who = { room_name: 'r', participant_identity: 'amy', participant_metadata: 'm' };
    const requests: [string, RequestInit][] = [
      ['', { body: JSON.stringify(who) }],
      ['?preset=ears', { body: JSON.stringify(who) }],
      ['?project=local&preset=none', {}],
      ['', { body: '{' }],
      ['', { body: JSON.stringify(who), headers: { 'X-Sandbox-ID': tokenServerId } }],
      ['', { body: JSON.stringify(who), headers: { Origin: 'https://other.example.com' } }],
      ['', { body: JSON.stringify(who), headers: { Origin: 'https://evil.example' } }],
    ];
    const statuses: number[] = [];
    for (const [query, init] of requests) {
      const answer = await ask(one, query, init);
      expect(await ask(two, query, init)).toEqual(answer);
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([200, 200, 404, 400, 200, 200, 403]);
    expect(await ask(one, '?preset=ears', { body: JSON.stringify(who) })).toMatchObject({
      claims: { iss: PROJECT.apiKey, sub: 'amy', video: { room: 'r', canPublish: false } },
      lifetime: 600,
      ignored: 'participant_metadata',
    });
    // A request without a room gets a new one each time, on either replica.
    const rooms = await Promise.all(
      [one, two, one, two].map(async (host) => ask(host, '', { body: '{}' })),
    );
    expect(new Set(rooms.map((answer) => JSON.stringify(answer))).size).toBe(4);
  });

  it('know the project of the environment by the same token server ID, if its secret is a long one', async () => {
    const id = await environmentId(SECRET);
    expect(id).toMatch(/^tt-[0-9a-f]{32}$/);
    expect(await environmentId(SECRET)).toBe(id);
    expect(await environmentId(`${SECRET}-other`)).not.toBe(id);
    // From a short secret the ID could be guessed, and it is a key on the LAN.
    expect(await environmentId('secret')).not.toBe(await environmentId('secret'));
  });

  it('cannot be changed while they run, and keep no secret on disk', async () => {
    const host = await start({ TOKEN_TRAY_CONFIG: configuration, TOKEN_TRAY_LAN_KEY: KEY });
    const fields = { ...PROJECT, name: 'Another' };
    expect(await host.call('project.create', { fields })).toMatchObject({
      ok: false,
      error: {
        code: 'settings_unwritable',
        message: expect.stringContaining('TOKEN_TRAY_CONFIG, TOKEN_TRAY_LAN_KEY decides'),
      },
    });
    expect(await host.call('lan.showKey')).toMatchObject({ value: { key: KEY } });
  });

  it('log a JSON line for each request, without its token', async () => {
    const host = await start({ TOKEN_TRAY_CONFIG: configuration, TOKEN_TRAY_LOG: 'json' });
    const answer = await fetch(host.endpoint, { method: 'POST', body: '{"room_name":7}' });
    const id = answer.headers.get('x-request-id');
    const issued: { participant_token: string } = await (
      await fetch(host.endpoint, { method: 'POST' })
    ).json();
    // What was answered last is in the log, too, when it ends.
    expect(await host.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(host.stderr().split('"Request"').length).toBe(3);
    const lines = host
      .stderr()
      .trim()
      .split('\n')
      .map((line): Record<string, unknown> => JSON.parse(line));
    expect(lines.find(({ requestId }) => requestId === id)).toMatchObject({
      level: 'info',
      message: 'Request',
      status: 400,
      error: 'invalid_field',
      time: expect.stringMatching(/^20.*Z$/),
    });
    expect(host.stderr()).not.toContain(issued.participant_token.split('.')[1]);
  });

  it.each([
    [{ TOKEN_TRAY_LAN: '1' }, 'TOKEN_TRAY_LAN_KEY is not set'],
    [{ TOKEN_TRAY_LAN: 'maybe' }, 'TOKEN_TRAY_LAN is 1 or 0.'],
    [{ TOKEN_TRAY_LAN: '1', TOKEN_TRAY_LAN_KEY: 'short' }, 'at least 16 characters'],
    [{ TOKEN_TRAY_CONFIG: '/nowhere.json' }, 'there is no such file.'],
    [{ TOKEN_TRAY_CONFIG: '/dev/null' }, 'not a regular file.'],
    [{ TOKEN_TRAY_ALLOWED_ORIGINS: 'app' }, 'TOKEN_TRAY_ALLOWED_ORIGINS holds origins'],
    [{ TOKEN_TRAY_ALLOWED_HOSTS: 'a b' }, 'TOKEN_TRAY_ALLOWED_HOSTS holds host names'],
  ])('end at once with %j and say why', async (env, reason) => {
    await expect(startHeadless({ env })).rejects.toThrow(reason);
  });
});

describe('the environment', () => {
  it('has the port, the window and the folder; the command line comes before it', async () => {
    const folder = join(root, 'of-the-environment');
    const host = await startHeadless({
      env: { TOKEN_TRAY_DATA_DIR: folder, TOKEN_TRAY_PORT: '1', TOKEN_TRAY_ALLOWED_HOSTS: '' },
    });
    hosts.push(host);
    expect(host.dataFolder).not.toBe(folder);
    expect(new URL(host.endpoint).port).not.toBe('1');
  });
});
