import { describe, expect, it } from 'vitest';
import type { RoomMember, RoomTicket } from '../../../main/contract/rooms.ts';
import { decodeClaims } from '../../../main/contract/token-claims.ts';
import type { LiveKitServer } from '../../../main/core/livekit-ports.ts';
import { createMemoryPorts, idleLiveKitServer } from '../../fixtures/memory-ports.ts';
import { expectFailure, KITCHEN, startCore, type Harness } from './harness.ts';

const NOW = 1_800_000_000_000;

type Asked = Parameters<LiveKitServer['readRooms']>[0] | Parameters<LiveKitServer['changeRoom']>[0];

function member(fields: Partial<RoomMember>): RoomMember {
  return {
    identity: 'alice',
    name: '',
    kind: 'standard',
    state: 'active',
    joinedAt: NOW,
    metadata: '',
    attributes: {},
    tracks: [],
    region: '',
    ...fields,
  };
}

/** A core whose server has these people in its room, with what the server was asked. */
async function startWith(people: RoomMember[]): Promise<Harness & { asked: Asked[] }> {
  const asked: Asked[] = [];
  const harness = await startCore({
    now: NOW,
    liveKitServer: {
      ...idleLiveKitServer,
      readRooms: async (input) => {
        asked.push(input);
        return { rooms: [], total: 0, members: people };
      },
      changeRoom: async (input) => {
        asked.push(input);
        return {};
      },
    },
  });
  return { ...harness, asked };
}

function issue({ ports, request }: Harness, room: string, identity: string): string {
  const asked = request({
    raw: { ...request().raw, receivedAt: ports.clock() },
    fields: { unknown: [], roomName: room, participantIdentity: identity },
  });
  expect(ports.endpointCore().issue(asked)).toMatchObject({ ok: true });
  return asked.raw.id;
}

describe('where the tokens of a room came from', () => {
  it('names the newest request for this room and identity that was there before the join', async () => {
    const harness = await startWith([
      member({ joinedAt: NOW + 5_000 }),
      member({ identity: 'bob' }),
    ]);
    const { ports, call } = harness;
    ports.setNow(NOW - 60_000);
    issue(harness, 'kitchen', 'alice');
    ports.setNow(NOW);
    const second = issue(harness, 'kitchen', 'alice');
    issue(harness, 'other room', 'alice');
    ports.setNow(NOW + 60_000);
    issue(harness, 'kitchen', 'alice');
    issue(harness, 'kitchen', 'bob');
    const { members } = await call('room.read', { room: 'kitchen' });
    expect(members?.[0]?.origin).toMatchObject({ kind: 'request', id: second });
    expect(members?.[1]).not.toHaveProperty('origin');
  });

  it('names a token that a person minted after the request', async () => {
    const harness = await startWith([member({})]);
    issue(harness, 'kitchen', 'alice');
    const minted = await harness.call('token.mint', { room: 'kitchen', identity: 'alice' });
    const { members } = await harness.call('room.read', { room: 'kitchen' });
    expect(members?.[0]?.origin).toEqual({
      kind: 'token',
      id: minted.id,
      at: NOW,
      presetName: minted.presetName,
    });
  });

  it('knows nothing of a token from another project', async () => {
    const harness = await startWith([member({})]);
    issue(harness, 'kitchen', 'alice');
    await harness.call('project.create', { fields: KITCHEN, activate: true });
    const { members } = await harness.call('room.read', { room: 'kitchen' });
    expect(members?.[0]).not.toHaveProperty('origin');
  });
});

describe('the tokens with which the server is asked', () => {
  it('live for a minute, name one room and allow no more than the call needs', async () => {
    const { call, asked, ports } = await startWith([]);
    await call('room.read', { room: 'kitchen' });
    await call('room.change', { change: { kind: 'remove', room: 'kitchen', identity: 'alice' } });
    await call('room.change', { change: { kind: 'delete', room: 'kitchen' } });
    const grants = asked.map(({ token }) => decodeClaims(token));
    expect(grants.map((claims) => claims?.['video'])).toEqual([
      { roomAdmin: true, roomList: true, room: 'kitchen' },
      { roomAdmin: true, room: 'kitchen' },
      { roomCreate: true, room: 'kitchen' },
    ]);
    for (const claims of grants) expect(claims?.['exp']).toBe(NOW / 1000 + 60);
    // What is counted as minted is for apps.
    expect(ports.mintCount()).toBe(0);
  });

  it('are none without a secret: the reading says why, a change is refused', async () => {
    const { call, fail, asked, ports } = await startWith([]);
    const { item } = await call('project.create', { fields: KITCHEN, activate: true });
    ports.secrets.readings.set(item.id, { state: 'locked' });
    ports.secrets.tellChange();
    await expect
      .poll(() => call('room.read'))
      .toMatchObject({ rooms: [], failure: { code: 'secret_locked' } });
    const before = asked.length;
    const change = { kind: 'delete', room: 'kitchen' };
    expectFailure(await fail('room.change', { change }), 'secret_locked');
    expect(asked).toHaveLength(before);
  });
});

describe('the room page', () => {
  it('gets a token of its own: a watcher is hidden and only listens', async () => {
    const tickets: RoomTicket[] = [];
    const people: RoomMember[] = [];
    const { host } = createMemoryPorts();
    const { call, tokenTray } = await startCore({
      now: NOW,
      liveKitServer: {
        ...idleLiveKitServer,
        readRooms: async () => ({ rooms: [], total: 0, members: people }),
      },
      host: {
        ...host,
        actions: {
          ...host.actions,
          openRoomPage: async (ticket) => {
            tickets.push(ticket);
            return { url: 'http://127.0.0.1:1/room/code', opened: false };
          },
        },
      },
    });
    const page = await call('room.join', { room: 'kitchen', role: 'watcher' });
    await call('room.join', { room: 'kitchen', role: 'participant' });
    const [watcher, participant] = tickets;
    expect(page).toEqual({
      url: 'http://127.0.0.1:1/room/code',
      opened: false,
      identity: watcher?.identity,
    });
    expect(decodeClaims(watcher?.token ?? '')).toMatchObject({
      exp: NOW / 1000 + 600,
      video: { room: 'kitchen', hidden: true, canPublish: false, canPublishData: false },
    });
    expect(decodeClaims(participant?.token ?? '')).toMatchObject({
      video: { room: 'kitchen', roomJoin: true, canPublish: true, canPublishData: true },
    });
    expect(decodeClaims(participant?.token ?? '')?.['video']).not.toHaveProperty('hidden');
    expect(tokenTray.tokens()).toEqual([]);
    people.push(member({ identity: page.identity }));
    const { members } = await call('room.read', { room: 'kitchen' });
    expect(members?.[0]?.origin).toMatchObject({ kind: 'page', at: NOW });
  });

  it('is missing on a host that serves no window', async () => {
    const { fail } = await startCore();
    expectFailure(await fail('room.join', { room: 'kitchen', role: 'watcher' }), 'not_supported');
  });
});
