import { expect, test, type Page } from '@playwright/test';
import { Room as NodeRoom } from '@livekit/rtc-node';
import type * as LiveKit from 'livekit-client';
import { AgentDispatchClient } from 'livekit-server-sdk';
import { runTokenTray } from '../fixtures/headless.ts';
import { startJoiningApp, type JoiningApp } from '../fixtures/joining-app.ts';
import { SERVER_KEY, SERVER_SECRET } from '../fixtures/real-livekit-server.ts';

test.use({
  launchOptions: async ({ launchOptions }, use) => {
    const args = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
    await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...args] });
  },
});

let app: JoiningApp;

test.beforeAll(async () => {
  app = await startJoiningApp();
});

test.afterAll(async () => {
  await app.close();
});

interface Issued {
  server_url: string;
  participant_token: string;
}

async function askToken(path: string, body: object): Promise<Issued> {
  const response = await fetch(new URL(path, app.host.endpoint), {
    method: 'POST',
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  const issued: Issued = await response.json();
  return issued;
}

type RoomWindow = Window & { livekit?: typeof LiveKit; room?: LiveKit.Room; left?: number };

/** Joins in the browser with a token of the endpoint. Answers what the server let it do. */
async function joinInBrowser(
  page: Page,
  path: string,
  body: object,
): Promise<LiveKit.Room['name']> {
  const { server_url: url, participant_token: token } = await askToken(path, body);
  await app.open(page);
  return page.evaluate(
    async ([to, with_]) => {
      const holder = window as RoomWindow;
      if (holder.livekit === undefined) throw new Error('The page has no livekit-client.');
      const room = new holder.livekit.Room();
      holder.room = room;
      room.on(holder.livekit.RoomEvent.Disconnected, (reason) => {
        holder.left = reason ?? -1;
      });
      await room.connect(to, with_);
      return room.name;
    },
    [url, token] as const,
  );
}

/** Publishes the fake camera; answers what went wrong, or nothing. */
function publish(page: Page): Promise<string | undefined> {
  return page.evaluate(async () => {
    const { room } = window as RoomWindow;
    try {
      await room?.localParticipant.setCameraEnabled(true);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  });
}

function seen(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...((window as RoomWindow).room?.remoteParticipants.values() ?? [])].map(
      ({ identity }) => identity,
    ),
  );
}

/** The frames of the first camera that the page subscribes to. */
function subscribed(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      [...((window as RoomWindow).room?.remoteParticipants.values() ?? [])].flatMap((remote) =>
        [...remote.trackPublications.values()].filter(({ isSubscribed }) => isSubscribed),
      ).length,
  );
}

test('W1 W8 livekit-client joins with each preset, and may do what the preset says', async ({
  browser,
}) => {
  const [anna, bert, rita] = await Promise.all(
    ['anna', 'bert', 'rita'].map(async () => (await browser.newContext()).newPage()),
  );
  if (anna === undefined || bert === undefined || rita === undefined) throw new Error('no pages');
  const room_name = 'presets';

  expect(await joinInBrowser(anna, '/token', { room_name, participant_identity: 'anna' })).toBe(
    room_name,
  );
  expect(await publish(anna)).toBeUndefined();

  await joinInBrowser(bert, '/token?preset=viewer', { room_name, participant_identity: 'bert' });
  await expect.poll(() => subscribed(bert)).toBe(1);
  expect(await publish(bert)).toMatch(/permission/i);

  await joinInBrowser(rita, '/token?preset=hidden-recorder', {
    room_name,
    participant_identity: 'rita',
  });
  await expect.poll(() => subscribed(rita)).toBe(1);
  expect((await seen(rita)).toSorted()).toEqual(['anna', 'bert']);
  await expect.poll(() => seen(anna)).toEqual(['bert']);

  await joinInBrowser(rita, '/token?preset=host', { room_name, participant_identity: 'hugo' });
  await expect.poll(() => seen(anna)).toEqual(['bert', 'hugo']);
});

test('a second join with one identity sends the first away', async ({ browser }) => {
  const [first, second] = await Promise.all([
    (await browser.newContext()).newPage(),
    (await browser.newContext()).newPage(),
  ]);
  const body = { room_name: 'twice', participant_identity: 'same' };
  await joinInBrowser(first, '/token', body);
  await joinInBrowser(second, '/token', body);
  await expect.poll(() => first.evaluate(() => (window as RoomWindow).left)).toBe(2);
});

test('W2 @livekit/rtc-node joins with every field kept', async () => {
  const asked = {
    room_name: 'fields ü',
    participant_identity: 'ida-ß',
    participant_name: 'Ida Ångström 👩‍🚀',
    participant_metadata: '{"a":1}',
    participant_attributes: { k: 'v', ключ: 'значение' },
  };
  const { server_url: url, participant_token: token } = await askToken('/token', asked);
  const room = new NodeRoom();
  await room.connect(url, token, { autoSubscribe: true, dynacast: false });
  try {
    const { localParticipant: local } = room;
    expect(room.name).toBe(asked.room_name);
    expect(local?.identity).toBe(asked.participant_identity);
    expect(local?.name).toBe(asked.participant_name);
    expect(local?.metadata).toBe(asked.participant_metadata);
    expect(local?.attributes).toMatchObject(asked.participant_attributes);
  } finally {
    await room.disconnect();
  }
});

test('each standard route gives a token that joins', async () => {
  for (const path of [
    '/token',
    '/api/token',
    '/createToken',
    '/getToken',
    '/api/v2/sandbox/connection-details',
  ]) {
    const { server_url: url, participant_token: token } = await askToken(path, {
      room_name: 'routes',
      participant_identity: `by${path.replaceAll('/', '-')}`,
    });
    const room = new NodeRoom();
    await room.connect(url, token, { autoSubscribe: true, dynacast: false });
    expect(room.name).toBe('routes');
    await room.disconnect();
  }
});

test('the command mints a token that joins', async () => {
  const run = await runTokenTray([
    'token',
    '--token-only',
    '--room',
    'command',
    '--identity',
    'cora',
    '--data-dir',
    app.host.dataFolder,
  ]);
  expect(run.code, run.stderr).toBe(0);
  const room = new NodeRoom();
  await room.connect(app.server.url, run.stdout.trim(), { autoSubscribe: true, dynacast: false });
  expect(room.localParticipant?.identity).toBe('cora');
  await room.disconnect();
});

test('an agent that the request names is dispatched to the room', async () => {
  const { server_url: url, participant_token: token } = await askToken('/token', {
    room_name: 'agents',
    participant_identity: 'amy',
    room_config: { agents: [{ agent_name: 'helper', metadata: 'm' }] },
  });
  const room = new NodeRoom();
  await room.connect(url, token, { autoSubscribe: true, dynacast: false });
  const dispatches = new AgentDispatchClient(app.server.httpUrl, SERVER_KEY, SERVER_SECRET);
  await expect
    .poll(async () => (await dispatches.listDispatch('agents')).map(({ agentName }) => agentName))
    .toEqual(['helper']);
  await room.disconnect();
});
