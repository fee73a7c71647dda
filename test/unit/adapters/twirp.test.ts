import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { readRoom } from '../../../main/adapters/livekit/read-room.ts';
import { changeRoom } from '../../../main/adapters/livekit/room-service.ts';

type Answer = [status: number, body: unknown];

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A LiveKit server that answers each Twirp method as told, and 404 to any other. */
async function serverWith(answers: Record<string, Answer>): Promise<string> {
  const server = createServer((request, response) => {
    const method = request.url?.split('/').at(-1) ?? '';
    const [status, body] = answers[method] ?? [404, { code: 'bad_route', msg: 'no such method' }];
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has such an address
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function read(url: string): ReturnType<typeof readRoom> {
  return readRoom({ url, token: 'token', room: 'demo' });
}

describe('reading a room', () => {
  const amy = { identity: 'amy', state: 'ACTIVE', joinedAt: '1800000000' };

  it('tells who is in it, and what the server dispatched', async () => {
    const url = await serverWith({
      ListRooms: [200, { rooms: [{ name: 'demo', maxParticipants: 2 }] }],
      ListParticipants: [200, { participants: [amy] }],
    });
    expect(await read(url)).toMatchObject({
      participants: [{ identity: 'amy', joinedAt: 1_800_000_000_000, state: 'active' }],
      maxParticipants: 2,
      dispatches: [],
    });
  });

  it('tells that it is not there, where the server lists other rooms only', async () => {
    const url = await serverWith({
      ListRooms: [200, { rooms: [{ name: 'other' }] }],
      ListParticipants: [200, { participants: [amy] }],
    });
    expect(await read(url)).toEqual({ participants: [], dispatches: [] });
  });

  it('says why it cannot be read', async () => {
    const url = await serverWith({
      ListRooms: [403, { code: 'permission_denied', msg: 'requires roomList' }],
    });
    expect(await read(url)).toMatchObject({ failure: { code: 'refused' } });
  });
});

describe('a change in a room that the server refuses', () => {
  it.each<[string, Answer, string]>([
    [
      'no such participant',
      [404, { code: 'not_found', msg: 'participant does not exist' }],
      'participant_gone',
    ],
    [
      'no such room',
      [404, { code: 'not_found', msg: 'requested room does not exist' }],
      'room_closed',
    ],
    [
      'a code alone',
      [400, { code: 'not_found', msg: 'participant not found' }],
      'participant_gone',
    ],
    ['an unknown method', [404, { code: 'bad_route', msg: 'no handler' }], 'change_refused'],
    ['anything else', [500, { code: 'internal', msg: 'out of order' }], 'change_refused'],
  ])('for %s has its cause', async (_what, answer, code) => {
    const url = await serverWith({ RemoveParticipant: answer });
    const change = { kind: 'remove', room: 'demo', identity: 'amy' } as const;
    expect(await changeRoom({ url, token: 'token', change })).toMatchObject({
      failure: { code },
    });
  });
});
