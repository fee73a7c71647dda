import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { createLiveKitServer } from '../../main/adapters/livekit/livekit-server.ts';
import type { DoctorReport } from '../../main/contract/doctor-report.ts';
import { projectNamed, request, startCoreFor, type Core } from '../fixtures/core-at-server.ts';
import { goodClaims, plantToken } from '../fixtures/planted-token.ts';
import {
  occupy,
  startLiveKitServer,
  type RealLiveKitServer,
  type ServerConfig,
} from '../fixtures/real-livekit-server.ts';

type Json = Record<string, unknown>;

const now = Math.floor(Date.now() / 1000);
const liveKitServer = createLiveKitServer();
const closers: (() => unknown)[] = [];

const token = (claims: Json = {}, video: Json = {}): string =>
  plantToken(goodClaims(now, claims, video));

async function coreFor(url: string): Promise<Core> {
  const core = await startCoreFor(url, liveKitServer);
  closers.push(() => core.tokenTray.close());
  return core;
}

async function server(config: ServerConfig): Promise<RealLiveKitServer> {
  const started = await startLiveKitServer(config);
  closers.push(() => started.close());
  return started;
}

test.afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

test.describe('the doctor at a real livekit-server', () => {
  let real: RealLiveKitServer;

  test.beforeAll(async () => {
    real = await startLiveKitServer();
  });
  test.afterAll(() => real.close());

  const examine = async (text: string, url = real.url): Promise<DoctorReport> =>
    (await coreFor(url)).call('doctor.run', { token: text });

  const ILL: [string, () => string, string][] = [
    ['D1: expired', () => token({ exp: now - 70 }), 'token_expired'],
    ['D2: not valid yet', () => token({ nbf: now + 75 }), 'token_not_yet_valid'],
    ['D4: issued in the future', () => token({ iat: now + 75 }), 'token_issued_in_future'],
    ['D5: another secret', () => plantToken(goodClaims(now), { secret: 'x' }), 'wrong_secret'],
    ['D7: an unknown key', () => token({ iss: 'APInobody' }), 'wrong_secret'],
    ['D8: no iss', () => token({ iss: undefined }), 'no_issuer'],
    ['D9: empty', () => ' ', 'token_empty'],
    ['D10: no roomJoin', () => token({ video: { room: 'demo' } }), 'no_room_join'],
    ['D11: room_join', () => token({ video: { room_join: true, room: 'a' } }), 'grant_misspelt'],
    ['D12: no video grant', () => token({ video: undefined }), 'no_video_grant'],
    ['D13: no room', () => token({}, { room: '' }), 'no_room'],
    ['D14: no identity', () => token({ sub: '' }), 'no_identity'],
    ['D16: a long identity', () => token({ sub: 'i'.repeat(257) }), 'identity_too_long'],
    ['D17: a long room name', () => token({}, { room: 'r'.repeat(257) }), 'room_name_too_long'],
    ['D18: two parts', () => 'abc.def', 'token_malformed'],
    ['D19: a line end after it', () => `${token()}\n`, 'token_has_whitespace'],
    ['D20: RS256', () => plantToken(goodClaims(now), { alg: 'RS256' }), 'wrong_algorithm'],
    ['D22: roomJoin as text', () => token({}, { roomJoin: 'true' }), 'claim_type'],
    ['D23: a number among the attributes', () => token({ attributes: { n: 1 } }), 'claim_type'],
    ['D24: metadata as an object', () => token({ metadata: { a: 1 } }), 'claim_type'],
    ['D25: unknown field', () => token({ roomConfig: { nope: 1 } }), 'room_config_invalid'],
    ['D26: wrong type', () => token({ roomConfig: { emptyTimeout: 'x' } }), 'room_config_invalid'],
    ['D32: 1.06 MB', () => token({ metadata: 'm'.repeat(800_000) }), 'token_too_large'],
  ];
  for (const [row, make, code] of ILL) {
    test(row, async () => {
      const report = await examine(make());
      expect(report.verdict).toBe('cause');
      expect(report.cause?.code).toBe(code);
    });
  }

  test('D7: a key that no project and no server knows', async () => {
    const core = await coreFor(real.url);
    const { id } = projectNamed(core, 'Mine');
    const foreign = plantToken(goodClaims(now, { iss: 'APInobody' }), { secret: 'y' });
    const report = await core.call('doctor.run', { token: foreign, projectId: id });
    expect(report.cause?.code).toBe('unknown_api_key');
  });

  const HEALTHY: [string, () => string][] = [
    ['D3: nbf 10 s ahead', () => token({ nbf: now + 10 })],
    ['D3: nbf 50 s ahead', () => token({ nbf: now + 50 })],
    ['D15: an identity of one blank', () => token({ sub: ' ' })],
    ['D21: HS384', () => plantToken(goodClaims(now), { alg: 'HS384', hash: 'sha384' })],
    ['D21: HS512', () => plantToken(goodClaims(now), { alg: 'HS512', hash: 'sha512' })],
    ['D27: an unknown grant', () => token({}, { fly: true })],
    ['D33: long name, metadata and attributes', () => token({ name: 'n'.repeat(70_000) })],
    ['D33: metadata of 64,001 bytes', () => token({ metadata: 'm'.repeat(64_001) })],
    ['D33: a name of 257 bytes', () => token({ name: 'n'.repeat(257) })],
    ['D33: attributes of 64,001 bytes', () => token({ attributes: { a: 'a'.repeat(64_000) } })],
    ['D33: room metadata of 70,000', () => token({ roomConfig: { metadata: 'm'.repeat(70_000) } })],
    ['D34: reserved attributes', () => token({ attributes: { 'lk.agent.state': 'x' } })],
    ['D35: kind agent', () => token({ kind: 'agent' })],
    ['D35: kind sip', () => token({ kind: 'sip' })],
    ['D35: a kind that is no word of LiveKit’s', () => token({ kind: 'robot' })],
    ['D37: canPublish false', () => token({}, { canPublish: false })],
    ['D39: canPublishData false', () => token({}, { canPublishData: false })],
    ['D40: canSubscribe false', () => token({}, { canSubscribe: false })],
    ['D41: hidden', () => token({}, { hidden: true })],
    ['D42: no canUpdateOwnMetadata', () => token({}, { canUpdateOwnMetadata: false })],
    ['no exp', () => token({ exp: undefined })],
    ['no nbf', () => token({ nbf: undefined })],
    ['a good one', () => token()],
  ];
  for (const [row, make] of HEALTHY) {
    test(`${row} is not called ill: the server takes it`, async () => {
      const report = await examine(make());
      expect(report.cause).toBeUndefined();
      expect(report.verdict).toBe('healthy');
      expect(report.checks.map(({ step }) => step)).toEqual(
        expect.arrayContaining(['token', 'server', 'clock', 'room', 'signal', 'media']),
      );
    });
  }

  test('a healthy project: every step is made, the version is known, in two seconds at most', async () => {
    const core = await coreFor(real.url);
    const steps: string[] = [];
    core.tokenTray.listen('doctor.check', ({ runId, check }) => {
      if (runId === 'mine') steps.push(check.step);
    });
    const report = await core.call('doctor.run', { runId: 'mine' });
    expect(report).toMatchObject({ verdict: 'healthy', causes: [], serverVersion: '1.9.12' });
    expect(report.checks.every(({ state }) => state === 'ok')).toBe(true);
    expect(steps).toEqual(report.checks.map(({ step }) => step));
    expect(report.checks.reduce((sum, { durationMs }) => sum + durationMs, 0)).toBeLessThan(2_000);
  });

  test('D5, D7: a project with a wrong secret, and one with an unknown key', async () => {
    const core = await coreFor(real.url);
    const add = (name: string, apiKey: string, apiSecret: string) =>
      core.call('project.create', { fields: { name, url: real.url, apiKey, apiSecret } });
    await add('Wrong secret', 'APItokentray', 'not-the-secret-of-this-key-000001');
    await add('Unknown key', 'APIother', 'not-the-secret-of-this-key-000001');
    const codes = await Promise.all(
      ['Wrong secret', 'Unknown key'].map(async (wanted) => {
        const { id } = projectNamed(core, wanted);
        const report = await core.call('doctor.run', { projectId: id });
        return report.cause?.code;
      }),
    );
    expect(codes).toEqual(['wrong_secret', 'unknown_api_key']);
  });

  test('D6: the project is named whose secret signed the token', async () => {
    const core = await coreFor(real.url);
    const other = 'the-secret-of-the-other-project-0001';
    await core.call('project.create', {
      fields: { name: 'Other', url: real.url, apiKey: 'APIother', apiSecret: other },
    });
    const crossed = plantToken(goodClaims(now), { secret: other });
    const report = await core.call('doctor.run', { token: crossed });
    expect(report.cause).toMatchObject({
      code: 'wrong_secret',
      sentence: expect.stringContaining('"Other"'),
    });
    expect(report.signedBy?.name).toBe('Other');
  });

  test('D44: an identity that is in the room already is a warning', async () => {
    const held = await occupy(real.url, token({ sub: 'bob' }, { room: 'twice' }));
    closers.push(() => {
      held.close();
    });
    const report = await examine(token({ sub: 'bob' }, { room: 'twice' }));
    expect(report.verdict).toBe('healthy');
    expect(report.causes.map(({ code }) => code)).toEqual(['duplicate_identity']);
  });

  test('D48: an agent is not dispatched to a room that exists', async () => {
    const held = await occupy(real.url, token({ sub: 'bob' }, { room: 'open' }));
    closers.push(() => {
      held.close();
    });
    const roomConfig = { agents: [{ agentName: 'helper' }] };
    const report = await examine(token({ sub: 'amy', roomConfig }, { room: 'open' }));
    expect(report.causes.map(({ code }) => code)).toEqual(['dispatch_not_created']);
  });

  test('D48a: an agent that no worker runs', async () => {
    const roomConfig = { agents: [{ agentName: 'helper' }] };
    const held = await occupy(real.url, token({ sub: 'bob', roomConfig }, { room: 'asked' }));
    closers.push(() => {
      held.close();
    });
    const report = await examine(token({ sub: 'amy', roomConfig }, { room: 'asked' }));
    expect(report.causes.map(({ code }) => code)).toEqual(['agent_not_running']);
  });

  test('D28: a room that does not exist, where the server creates none', async () => {
    const strict = await server({ more: 'room:\n  auto_create: false' });
    const report = await examine(token(), strict.url);
    expect(report.cause?.code).toBe('room_missing');
    const project = await (await coreFor(strict.url)).call('doctor.run', {});
    expect(project.verdict).toBe('unknown');
    expect(project.causes.map(({ code }) => code)).toEqual(['room_not_created']);
  });

  test('D30: a full room, which validate does not see', async () => {
    const small = await server({ more: 'room:\n  max_participants: 1' });
    const held = await occupy(small.url, token({ sub: 'bob' }, { room: 'full' }));
    closers.push(() => {
      held.close();
    });
    const report = await examine(token({ sub: 'amy' }, { room: 'full' }), small.url);
    expect(report.cause?.code).toBe('room_full');
  });

  test('D17: a server that limits names is blamed for the names that apps get, not for our own', async () => {
    const strict = await server({ more: 'limit:\n  max_room_name_length: 20' });
    const core = await coreFor(strict.url);
    const inRoom = async (name: string): Promise<DoctorReport> => {
      const { id, revision, defaults } = projectNamed(core, 'Mine');
      const changes = { defaults: { ...defaults, room: { mode: 'fixed', name } as const } };
      await core.call('project.update', { id, revision, changes });
      return core.call('doctor.run', {});
    };
    expect((await inRoom('a room name of 28 characters')).cause?.code).toBe('room_name_too_long');
    expect((await inRoom('demo')).verdict).toBe('healthy');
  });

  test('D53: nothing listens', async () => {
    const gone = await startLiveKitServer();
    await gone.close();
    const report = await (await coreFor(gone.url)).call('doctor.run', {});
    expect(report.cause?.code).toBe('connection_refused');
  });

  test('D56: an http URL, and one with a slash at its end, are taken as they are meant', async () => {
    for (const url of [real.httpUrl, `${real.url}/`, `${real.httpUrl}/`]) {
      const report = await (await coreFor(url)).call('doctor.run', {});
      expect(report).toMatchObject({ verdict: 'healthy', causes: [] });
    }
  });

  test('D57: a path in the URL of the right server', async () => {
    const report = await (await coreFor(`${real.url}/foo`)).call('doctor.run', {});
    expect(report.cause?.code).toBe('url_has_path');
  });

  test('D66: a proxy that passes no upgrade, which validate does not see', async () => {
    const proxy = createServer((incoming, outgoing) => {
      const { connection: _connection, upgrade: _upgrade, ...headers } = incoming.headers;
      const onward = httpRequest(
        { port: new URL(real.httpUrl).port, path: incoming.url, method: incoming.method, headers },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        },
      );
      incoming.pipe(onward);
    });
    await new Promise<void>((resolve) => {
      proxy.listen(0, '127.0.0.1', resolve);
    });
    closers.push(() => {
      proxy.closeAllConnections();
      proxy.close();
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has such an address
    const { port } = proxy.address() as AddressInfo;
    const report = await (await coreFor(`ws://127.0.0.1:${port}`)).call('doctor.run', {});
    expect(report.cause?.code).toBe('no_websocket');
  });

  test('D68: no media address can be reached', async () => {
    const far = await server({
      media: ['node_ip: 203.0.113.1', 'tcp_port: 0', 'ips:', '  excludes: ["::/0"]'],
    });
    const report = await (await coreFor(far.url)).call('doctor.run', {});
    expect(report.cause).toMatchObject({
      code: 'no_media_path',
      sentence: expect.stringContaining('203.0.113.1'),
    });
  });

  test('a request that was refused, and one whose token is looked at', async () => {
    const core = await coreFor(real.url);
    const { issue } = core.ports.endpointCore();
    issue(request({ fields: { unknown: [], roomName: 'asked' } }));
    issue(request({ presetSlug: 'nope' }));
    const [refused, issued] = await core.call('activity.list');
    const refusal = await core.call('doctor.run', { requestId: refused?.id ?? '' });
    expect(refusal.cause?.code).toBe('unknown_preset');
    const good = await core.call('doctor.run', { requestId: issued?.id ?? '' });
    expect(good.verdict).toBe('healthy');
    expect(good.checks[0]).toMatchObject({ step: 'request', state: 'ok' });
  });
});
