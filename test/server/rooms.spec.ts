import { AccessToken } from 'livekit-server-sdk';
import { Room, RoomEvent, type RemoteParticipant } from '@livekit/rtc-node';
import { expect, test } from '@playwright/test';
import { createLiveKitServer } from '../../main/adapters/livekit/livekit-server.ts';
import type { RoomChange, RoomMember } from '../../main/contract/rooms.ts';
import { request, startCoreFor, type Core } from '../fixtures/core-at-server.ts';
import {
  SERVER_KEY,
  SERVER_SECRET,
  startLiveKitServer,
  type RealLiveKitServer,
} from '../fixtures/real-livekit-server.ts';

let server: RealLiveKitServer;
let core: Core;
const rooms: Room[] = [];

test.beforeAll(async () => {
  server = await startLiveKitServer();
  core = await startCoreFor(server.url, createLiveKitServer());
});

test.afterEach(async () => {
  await Promise.all(rooms.splice(0).map((room) => room.disconnect()));
});

test.afterAll(async () => {
  await core.tokenTray.close();
  await server.close();
});

/** What an app does: asks for a token and joins with it. Answers its room and the id of its request. */
async function join(roomName: string, identity: string): Promise<{ room: Room; id: string }> {
  const asked = request({
    fields: {
      unknown: [],
      roomName,
      participantIdentity: identity,
      participantAttributes: { side: 'left' },
    },
  });
  const issued = core.ports.endpointCore().issue(asked);
  if (!issued.ok) throw new Error(issued.failure.message);
  const room = new Room();
  rooms.push(room);
  await room.connect(server.url, issued.answer.token, { autoSubscribe: true, dynacast: false });
  return { room, id: asked.raw.id };
}

async function membersOf(room: string): Promise<RoomMember[]> {
  const { members = [], failure } = await core.call('room.read', { room });
  expect(failure).toBeUndefined();
  return members;
}

async function change(wanted: RoomChange): Promise<string> {
  const { failure } = await core.call('room.change', { change: wanted });
  return failure?.code ?? 'done';
}

function left(room: Room): Promise<unknown> {
  return new Promise((resolve) => {
    room.on(RoomEvent.Disconnected, resolve);
  });
}

test('room.read tells who is in a room, what they may do, and with which request they came', async () => {
  expect(await core.call('room.read', { room: 'kitchen' })).toMatchObject({ rooms: [], total: 0 });
  const { id } = await join('kitchen', 'alice');
  await expect
    .poll(async () => (await membersOf('kitchen')).map(({ state }) => state))
    .toEqual(['active']);
  const { rooms: open, members = [] } = await core.call('room.read', { room: 'kitchen' });
  expect(open).toMatchObject([{ name: 'kitchen', participants: 1, maxParticipants: 0 }]);
  expect(members).toMatchObject([
    {
      identity: 'alice',
      kind: 'standard',
      attributes: { side: 'left' },
      permission: { canPublish: true, canSubscribe: true, hidden: false },
      origin: { kind: 'request', id },
    },
  ]);
  expect(Math.abs((members[0]?.joinedAt ?? 0) - Date.now())).toBeLessThan(30_000);
  expect(await core.call('room.read')).not.toHaveProperty('members');
});

test('the rooms of the doctor’s own joins are on the server, and in no list', async () => {
  const { activeProjectId: id } = await core.call('state.get');
  expect(await core.call('project.test', { id })).toMatchObject({ ok: true });
  const token = new AccessToken(SERVER_KEY, SERVER_SECRET, { identity: 'reader' });
  token.addGrant({ roomList: true });
  const answer = await fetch(
    `${server.url.replace('ws', 'http')}/twirp/livekit.RoomService/ListRooms`,
    {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${await token.toJwt()}`,
        'Content-Type': 'application/json',
      },
      body: '{}',
    },
  );
  expect(await answer.text()).toContain('"tt-check-');
  expect(JSON.stringify(await core.call('room.read'))).not.toContain('tt-check-');
});

test('room.change sends data, and changes name, metadata and attributes; the app hears of each', async () => {
  const { room } = await join('hall', 'bob');
  const heard: unknown[] = [];
  room.on(
    RoomEvent.DataReceived,
    (data: Uint8Array, from?: RemoteParticipant, _kind?, topic?: string) =>
      heard.push(['data', new TextDecoder().decode(data), from?.identity, topic]),
  );
  room.on(RoomEvent.ParticipantMetadataChanged, (metadata) => heard.push(['metadata', metadata]));
  room.on(RoomEvent.ParticipantAttributesChanged, (changed) => heard.push(['attributes', changed]));
  room.on(RoomEvent.ParticipantNameChanged, (name) => heard.push(['name', name]));
  room.on(RoomEvent.RoomMetadataChanged, (metadata) => heard.push(['room', metadata]));
  const who = { room: 'hall', identity: 'bob' };
  // Data for a participant whose data channel is not open yet is lost, and LiveKit does not tell when it is.
  await expect
    .poll(async () => {
      const text = 'hello, 世界';
      const where = { room: 'hall', topic: 'chat', identities: [], reliable: true };
      expect(await change({ kind: 'send_data', text, ...where })).toBe('done');
      return heard;
    })
    .toContainEqual(['data', 'hello, 世界', undefined, 'chat']);
  expect(await change({ kind: 'update', ...who, metadata: 'seat 7' })).toBe('done');
  expect(await change({ kind: 'update', ...who, name: 'Bob B.' })).toBe('done');
  expect(await change({ kind: 'update', ...who, attributes: { side: 'right' } })).toBe('done');
  expect(await change({ kind: 'room_metadata', room: 'hall', metadata: 'open late' })).toBe('done');
  for (const event of [
    ['metadata', 'seat 7'],
    ['name', 'Bob B.'],
    ['attributes', { side: 'right' }],
    ['room', 'open late'],
  ]) {
    await expect.poll(() => heard).toContainEqual(event);
  }
});

test('room.change removes a participant and closes a room; the app is told', async () => {
  const first = await join('garden', 'carol');
  const second = await join('garden', 'dave');
  const [carolLeft, daveLeft] = [left(first.room), left(second.room)];
  expect(await change({ kind: 'remove', room: 'garden', identity: 'carol' })).toBe('done');
  await carolLeft;
  await expect
    .poll(async () => (await membersOf('garden')).map(({ identity }) => identity))
    .toEqual(['dave']);
  expect(await change({ kind: 'delete', room: 'garden' })).toBe('done');
  await daveLeft;
  await expect
    .poll(async () => (await core.call('room.read')).rooms)
    .not.toContainEqual(expect.objectContaining({ name: 'garden' }));
});

test('a room made for one is full for the second', async () => {
  expect(await change({ kind: 'create', room: 'phone-box', maxParticipants: 1 })).toBe('done');
  const { rooms: open } = await core.call('room.read');
  expect(open).toContainEqual(expect.objectContaining({ name: 'phone-box', maxParticipants: 1 }));
  await join('phone-box', 'erin');
  await expect(join('phone-box', 'frank')).rejects.toThrow();
});

test('the limit of an open room stays as it is, and that is told', async () => {
  await join('lobby', 'hal');
  expect(await change({ kind: 'create', room: 'lobby', maxParticipants: 1 })).toBe('room_open');
  await join('lobby', 'ivy');
});

test('what cannot be changed has a cause', async () => {
  await join('attic', 'gina');
  const gone = { room: 'attic', identity: 'zoe' };
  expect(await change({ kind: 'remove', ...gone })).toBe('participant_gone');
  expect(await change({ kind: 'update', ...gone, metadata: 'x' })).toBe('participant_gone');
  expect(await change({ kind: 'mute', ...gone, trackId: 'TR_1', muted: true })).toBe(
    'participant_gone',
  );
  expect(
    await change({ kind: 'mute', room: 'attic', identity: 'gina', trackId: 'TR_1', muted: true }),
  ).toBe('track_gone');
  expect(await change({ kind: 'room_metadata', room: 'nowhere', metadata: 'x' })).toBe(
    'room_closed',
  );
  const { failure } = await core.call('room.change', {
    change: { kind: 'update', room: 'attic', identity: 'gina', metadata: 'x'.repeat(100_000) },
  });
  expect(failure).toMatchObject({ code: 'change_refused', sentence: /limit|large|exceed/i });
});

test('a wrong secret and a server that is gone are named', async () => {
  const wrong = await startCoreFor(server.url, createLiveKitServer());
  const project = wrong.tokenTray.snapshot().projects.find(({ name }) => name === 'Mine');
  await wrong.call('project.update', {
    id: project?.id ?? '',
    revision: project?.revision ?? 0,
    changes: { apiSecret: 'another-secret-that-is-not-the-servers-own' },
  });
  expect(await wrong.call('room.read')).toMatchObject({ failure: { code: 'wrong_secret' } });
  await wrong.tokenTray.close();

  const own = await startLiveKitServer();
  const lonely = await startCoreFor(own.url, createLiveKitServer());
  await own.close();
  expect(await lonely.call('room.read')).toMatchObject({ failure: { code: 'connection_refused' } });
  expect(await lonely.call('room.change', { change: { kind: 'delete', room: 'x' } })).toMatchObject(
    { failure: { code: 'connection_refused' } },
  );
  await lonely.tokenTray.close();
});
