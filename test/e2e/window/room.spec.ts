import type { IncomingMessage, ServerResponse } from 'node:http';
import { startFakeLiveKitServer } from '../../fixtures/fake-livekit-server.ts';
import { freePort } from '../../fixtures/occupied-port.ts';
import { expect, test } from '../../fixtures/window.ts';

const KEY = 'APIkitchen01';
const SECRET = 'mZ4rT8wQ1xN6vB3kJ9pL2sD7fG5hC0aY';

interface FakeRoom {
  name: string;
  people: object[];
}

/** A LiveKit server's room API with what is in `rooms`; every change is written down. */
async function startRooms(rooms: FakeRoom[]): Promise<{
  url: string;
  changes: string[];
  asked(): number;
  close(): Promise<void>;
}> {
  const changes: string[] = [];
  const answer = (method: string): object | undefined => {
    if (method === 'ListRooms')
      return {
        rooms: rooms.map(({ name, people }) => ({ name, num_participants: people.length })),
      };
    if (method === 'ListParticipants') return { participants: rooms[0]?.people ?? [] };
    return method === 'GetParticipant' ? rooms[0]?.people[0] : undefined;
  };
  const intercept = (request: IncomingMessage, response: ServerResponse): boolean => {
    const method = /^\/twirp\/livekit\.RoomService\/(\w+)$/.exec(request.url ?? '')?.[1];
    if (method === undefined) return false;
    const found = answer(method);
    if (found === undefined) changes.push(method);
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(found ?? {}));
    return true;
  };
  const server = await startFakeLiveKitServer({ keys: { [KEY]: SECRET }, intercept });
  return {
    url: server.url,
    changes,
    asked: () => server.requests.filter(({ target }) => target.endsWith('/ListRooms')).length,
    close: () => server.close(),
  };
}

const project = (
  url: string,
): { name: string; url: string; apiKey: string; apiSecret: string } => ({
  name: 'Kitchen',
  url,
  apiKey: KEY,
  apiSecret: SECRET,
});

test('no room: what will appear, and how to make it appear', async ({
  window: { page, frame, call },
}) => {
  const server = await startRooms([]);
  await call('project.create', { fields: project(server.url), activate: true });
  await frame.open('Room');
  await expect(page.getByRole('heading', { name: 'No rooms are open' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add a test participant' })).toBeVisible();
  await expect(page.getByText('"room_name":"demo"')).toBeVisible();

  await page.getByRole('button', { name: 'New room' }).click();
  await page.getByLabel('Name', { exact: true }).fill('stage');
  await page.getByRole('textbox', { name: 'Participant limit' }).fill('few');
  await expect(page.getByText('Enter a whole number.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Participant limit' }).fill('0');
  await page.getByRole('button', { name: 'Create room' }).click();
  await expect.poll(() => server.changes).toEqual(['CreateRoom']);
  await expect(page.getByText('Room “stage” is no longer open.')).toBeVisible();
  await page.getByRole('button', { name: 'Show the other rooms' }).click();
  await server.close();
});

test('a server that is gone: the cause, and the doctor', async ({
  window: { page, frame, call },
}) => {
  const url = `ws://127.0.0.1:${await freePort()}`;
  await call('project.create', { fields: project(url), activate: true });
  await frame.open('Room');
  const alert = page.getByRole('alert').filter({ hasText: 'Nothing listens at 127.0.0.1' });
  await expect(alert).toContainText('connection_refused');
  await alert.getByRole('button', { name: 'Find the cause' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Doctor' })).toBeVisible();
});

test('a participant: its request, rights and tracks; removed only after a question', async ({
  window: { page, frame, call, ask },
}) => {
  const server = await startRooms([
    {
      name: 'kitchen',
      people: [
        {
          identity: 'alice',
          state: 'ACTIVE',
          joined_at_ms: String(Date.now() + 1_000),
          attributes: { side: 'left' },
          permission: { can_subscribe: true, can_publish_data: true },
          tracks: [
            {
              sid: 'TR_1',
              type: 'VIDEO',
              source: 'CAMERA',
              width: 1280,
              height: 720,
              mime_type: 'video/H264',
              layers: [{}, {}, {}],
            },
          ],
        },
      ],
    },
  ]);
  await call('project.create', { fields: project(server.url), activate: true });
  await ask('/token', { room_name: 'kitchen', participant_identity: 'alice' });
  await frame.open('Room');
  const room = page.getByRole('region', { name: 'Room', exact: true });
  await expect(room.getByRole('heading', { name: 'kitchen' })).toBeVisible();
  await expect(room).toContainText('1280 × 720, H264, 3 layers');
  await expect(room.getByRole('row', { name: /^May subscribe, send data/ })).toBeVisible();
  await expect(room.getByRole('row', { name: /^May not publish/ })).toBeVisible();
  await expect(room).toContainText('left');

  await room.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  expect(server.changes).toEqual([]);
  await room.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove from the room' }).click();
  await expect.poll(() => server.changes).toEqual(['RemoveParticipant']);

  await room.getByRole('button', { name: 'Show the request' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Request' })).toContainText('alice');
  await server.close();
});

test('the server is asked while the view is open, and not if that is off for the project', async ({
  window: { page, frame, call },
}) => {
  const server = await startRooms([]);
  const { item } = await call('project.create', { fields: project(server.url), activate: true });
  await page.clock.install();
  await frame.open('Room');
  await expect(page.getByRole('heading', { name: 'No rooms are open' })).toBeVisible();
  const first = server.asked();
  await page.clock.runFor(2_000);
  await expect.poll(() => server.asked()).toBe(first + 1);
  await frame.open('Presets');
  const asked = server.asked();
  await page.clock.runFor(20_000);
  expect(server.asked()).toBe(asked);

  await call('project.update', {
    id: item.id,
    revision: item.revision,
    changes: { watchJoins: false },
  });
  const before = server.asked();
  await frame.open('Room');
  await expect(page.getByText('Token Tray isn’t asking this server')).toBeVisible();
  expect(server.asked()).toBe(before);
  await page.getByRole('button', { name: 'Ask while this view is open' }).click();
  await expect.poll(() => server.asked()).toBeGreaterThan(before);
  await server.close();
});
