import { expect, test } from '@playwright/test';
import { AudioSource, LocalAudioTrack, Room, TrackPublishOptions } from '@livekit/rtc-node';
import { RoomServiceClient } from 'livekit-server-sdk';
import { createLiveKitServer } from '../../main/adapters/livekit/livekit-server.ts';
import type { DoctorReport } from '../../main/contract/doctor-report.ts';
import { projectNamed, request, startCoreFor, type Core } from '../fixtures/core-at-server.ts';
import { goodClaims, plantToken } from '../fixtures/planted-token.ts';
import {
  occupy,
  SERVER_KEY,
  SERVER_SECRET,
  startLiveKitServer,
  type RealLiveKitServer,
  type ServerConfig,
} from '../fixtures/real-livekit-server.ts';

type Json = Record<string, unknown>;

const liveKitServer = createLiveKitServer();
const closers: (() => unknown)[] = [];

const token = (claims: Json = {}, video: Json = {}): string =>
  plantToken(goodClaims(Math.floor(Date.now() / 1000), claims, video));

async function start(
  config: ServerConfig = {},
): Promise<{ server: RealLiveKitServer; core: Core }> {
  const server = await startLiveKitServer(config);
  const core = await startCoreFor(server.url, liveKitServer);
  closers.push(
    () => core.tokenTray.close(),
    () => server.close(),
  );
  return { server, core };
}

const codes = ({ causes }: DoctorReport): string[] => causes.map(({ code }) => code);

async function stay(server: RealLiveKitServer, text: string): Promise<void> {
  const held = await occupy(server.url, text);
  closers.push(() => {
    held.close();
  });
}

/** An app's token for room "demo", and its participant in the room, seen by the core. */
async function joined({ server, core }: Awaited<ReturnType<typeof start>>): Promise<string> {
  const asked = request({
    fields: { unknown: [], roomName: 'demo', participantIdentity: 'alice' },
  });
  const issued = core.ports.endpointCore().issue(asked);
  if (!issued.ok) throw new Error(issued.failure.message);
  await stay(server, issued.answer.token);
  const { id } = asked.raw;
  await expect
    .poll(async () => (await core.call('activity.get', { id })).join?.state, { timeout: 8_000 })
    .toBe('joined');
  return id;
}

test.afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

test('D29: roomCreate in a joining token makes no room, and is not advised', async () => {
  const { core } = await start({ more: 'room:\n  auto_create: false' });
  const report = await core.call('doctor.run', { token: token({}, { roomCreate: true }) });
  expect(report.cause?.code).toBe('room_missing');
  expect(report.cause?.fix).toContain('does not help');
});

test('D31: a server at its limit of tracks', async () => {
  const { server, core } = await start({ more: 'limit:\n  num_tracks: 1' });
  const room = new Room();
  closers.unshift(() => room.disconnect());
  await room.connect(server.url, token({ sub: 'bob' }, { room: 'loud' }), {
    autoSubscribe: false,
    dynacast: false,
  });
  const microphone = LocalAudioTrack.createAudioTrack('mic', new AudioSource(48_000, 1));
  await room.localParticipant?.publishTrack(microphone, new TrackPublishOptions());
  await expect
    .poll(async () => (await core.call('doctor.run', { token: token() })).cause?.code, {
      timeout: 30_000,
    })
    .toBe('server_at_limit');
});

test('D36: Demo and demo are two rooms, and that is no fault', async () => {
  const { server, core } = await start();
  await stay(server, token({ sub: 'alice' }, { room: 'demo' }));
  const report = await core.call('doctor.run', { token: token({}, { room: 'Demo' }) });
  expect(report.verdict).toBe('healthy');
  expect(codes(report)).toEqual([]);
});

test('D38: canPublish false takes data away too, unless it is allowed by itself', async () => {
  const { core } = await start();
  const silent = await core.call('doctor.run', { token: token({}, { canPublish: false }) });
  expect(silent.verdict).toBe('healthy');
  expect(codes(silent)).toEqual(['may_not_publish', 'may_not_send_data']);
  const video = { canPublish: false, canPublishData: true };
  expect(codes(await core.call('doctor.run', { token: token({}, video) }))).toEqual([
    'may_not_publish',
  ]);
});

test('D43: attributes that an update could not carry are a note', async () => {
  const { core } = await start();
  const report = await core.call('doctor.run', {
    token: token({ attributes: { notes: 'n'.repeat(70_000) } }),
  });
  expect(report.verdict).toBe('healthy');
  expect(codes(report)).toContain('update_too_large');
});

test('D45: a participant that was removed, whose token still lets it join', async () => {
  const started = await start();
  const { server, core } = started;
  const requestId = await joined(started);
  expect(codes(await core.call('doctor.run', { requestId }))).not.toContain('duplicate_identity');

  await stay(server, token({ sub: 'bob' }));
  const admin = new RoomServiceClient(server.httpUrl, SERVER_KEY, SERVER_SECRET);
  await admin.removeParticipant('demo', 'alice');
  const report = await core.call('doctor.run', { requestId });
  expect(report.verdict).toBe('healthy');
  expect(codes(report)).toContain('removed');
});

test('D46: a room that was deleted, and one that the server does not make again', async () => {
  const started = await start();
  const requestId = await joined(started);
  const admin = new RoomServiceClient(started.server.httpUrl, SERVER_KEY, SERVER_SECRET);
  await admin.deleteRoom('demo');
  const report = await started.core.call('doctor.run', { requestId });
  expect(report.verdict).toBe('healthy');
  expect(codes(report)).toContain('room_deleted');

  const strict = await start({ more: 'room:\n  auto_create: false' });
  const strictAdmin = new RoomServiceClient(strict.server.httpUrl, SERVER_KEY, SERVER_SECRET);
  await strictAdmin.createRoom({ name: 'demo' });
  const id = await joined(strict);
  await strictAdmin.deleteRoom('demo');
  const missing = await strict.core.call('doctor.run', { requestId: id });
  expect(missing.cause?.code).toBe('room_missing');
});

test('D47: a token that cannot administer its room', async () => {
  const { server, core } = await start();
  const joining = token();
  const answer = await liveKitServer.readRoom({ url: server.url, token: joining, room: 'demo' });
  expect(answer).toMatchObject({ failure: { code: 'refused' } });
  expect(JSON.stringify(answer)).not.toContain(joining);
  const admin = token({ video: { roomAdmin: true } });
  expect(codes(await core.call('doctor.run', { token: admin }))).toEqual([
    'no_room_join',
    'not_admin',
  ]);
});

test('D48b: a token that ends while its participant is connected: it stays, and is not called gone', async () => {
  const { server, core } = await start();
  // Taken for another second or two, by the minute that servers allow.
  const ending = token({ exp: Math.floor(Date.now() / 1000) - 57 });
  await stay(server, ending);
  await expect
    .poll(async () => (await core.call('doctor.run', { token: ending })).cause?.code, {
      timeout: 10_000,
    })
    .toBe('token_expired');
  const bob = await core.call('doctor.run', { token: token({ sub: 'bob' }) });
  expect(bob.verdict).toBe('healthy');
  expect(bob.checks.find(({ step }) => step === 'room')?.line).toContain('One participant is');
});

test('a deployment in a dispatch, which this version refuses, until tokens are leaner', async () => {
  const { core } = await start();
  const roomConfig = { agents: [{ agentName: 'helper', deployment: 'blue' }] };
  const report = await core.call('doctor.run', { token: token({ roomConfig }) });
  expect(report.cause).toMatchObject({
    code: 'server_too_old',
    sentence: expect.stringContaining('"deployment"'),
  });

  const change = (changes: object) => {
    const { id, revision } = projectNamed(core, 'Mine');
    return core.call('project.update', { id, revision, changes });
  };
  const { defaults } = projectNamed(core, 'Mine');
  await change({ defaults: { ...defaults, ...roomConfig } });
  expect((await core.call('doctor.run', {})).cause?.code).toBe('server_too_old');
  await change({ leanTokens: true });
  expect((await core.call('doctor.run', {})).verdict).toBe('healthy');
});
