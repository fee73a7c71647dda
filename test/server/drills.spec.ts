import { expect, test, type Page } from '@playwright/test';
import type * as LiveKit from 'livekit-client';
import type { ActivityEntry } from '../../main/contract/activity.ts';
import type { CallInput, CallName, CallValue } from '../../main/contract/calls.ts';
import type { Reply } from '../../main/contract/client.ts';
import { DRILL_CODES, drillOf, isDrillCode, type DrillCode } from '../../main/contract/drills.ts';
import { startJoiningApp, type JoiningApp } from '../fixtures/joining-app.ts';

let app: JoiningApp;

test.beforeAll(async () => {
  app = await startJoiningApp();
});

test.afterAll(async () => {
  await app.close();
});

/** What livekit-client says of one try to get a token and to join with it. */
interface Told {
  step: 'fetch' | 'connect' | 'joined';
  /** The class of the error. */
  name?: string;
  message?: string;
  /** Of a ConnectionError. */
  reason?: string;
  status?: number;
}

type RoomWindow = Window & { livekit?: typeof LiveKit; room?: LiveKit.Room; left?: string };

async function openPage(page: Page): Promise<Page> {
  await app.open(page);
  return page;
}

/** Does what an app with livekit-client does: fetches from the endpoint, connects, and keeps what it is told. */
function tryToJoin(page: Page, target: string, roomName = 'lobby'): Promise<Told> {
  return page.evaluate(
    async ([url, name]) => {
      const holder = window as RoomWindow;
      const { livekit } = holder;
      if (livekit === undefined) throw new Error('The page has no livekit-client.');
      let step: Told['step'] = 'fetch';
      try {
        const source = livekit.TokenSource.endpoint(url, { signal: AbortSignal.timeout(12_000) });
        const options = { roomName: name, participantIdentity: 'amy' };
        const { serverUrl, participantToken } = await source.fetch(options);
        step = 'connect';
        const room = new livekit.Room();
        holder.room = room;
        room.on(livekit.RoomEvent.Disconnected, (reason) => {
          holder.left = livekit.DisconnectReason[reason ?? -1] ?? 'unknown';
        });
        await room.connect(serverUrl, participantToken, { maxRetries: 0 });
        return { step: 'joined' };
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        const { name: kind, message } = error;
        if (!(error instanceof livekit.ConnectionError)) return { step, name: kind, message };
        const { reason, status } = error;
        const told = {
          step,
          name: kind,
          message,
          reason: String(livekit.ConnectionErrorReason[reason]),
        };
        return status === undefined ? told : { ...told, status };
      }
    },
    [target, roomName] as const,
  );
}

const drilled = (drill: DrillCode): string => `${app.host.endpoint}?drill=${drill}`;

/** The newest line of the activity, once it is about `drill`. */
async function lineOf(drill: DrillCode): Promise<ActivityEntry> {
  let newest: ActivityEntry | undefined;
  await expect
    .poll(async () => {
      [newest] = await call('activity.list');
      return newest?.drill;
    })
    .toBe(drill);
  if (newest === undefined) throw new Error('The activity is empty.');
  return newest;
}

async function call<Name extends CallName>(
  name: Name,
  input?: CallInput<Name>,
): Promise<CallValue<Name>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a reply, as the contract says
  const reply = (await app.host.call(name, input)) as Reply<CallValue<Name>>;
  if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`);
  return reply.value;
}

const REFUSED_BY_SERVER = {
  step: 'connect',
  name: 'ConnectionError',
  reason: 'NotAllowed',
  status: 401,
} as const;
const UNREACHABLE = {
  step: 'connect',
  name: 'ConnectionError',
  reason: 'ServerUnreachable',
} as const;

/** What livekit-client reports of each drill with which it does not join, as measured with livekit-server 1.9.12. */
const REPORTED: Readonly<Partial<Record<DrillCode, Partial<Told> & { says: RegExp }>>> = {
  expired: { ...REFUSED_BY_SERVER, says: /token is expired \(exp\)/ },
  'not-yet-valid': { ...REFUSED_BY_SERVER, says: /token not valid yet \(nbf\)/ },
  'wrong-signature': { ...REFUSED_BY_SERVER, says: /error in cryptographic primitive/ },
  'wrong-key': { ...REFUSED_BY_SERVER, says: /invalid API key: APIdrillWrongKey/ },
  'no-join': { ...REFUSED_BY_SERVER, says: /permissions denied/ },
  // The server's own check of the token lets it pass, and the WebSocket is then refused.
  'empty-identity': {
    step: 'connect',
    name: 'ConnectionError',
    reason: 'WebSocket',
    says: /websocket error during connection establishment/,
  },
  '401': { step: 'fetch', name: 'Error', says: /received 401 .*A drill did this: 401/ },
  '403': { step: 'fetch', name: 'Error', says: /received 403 .*A drill did this: 403/ },
  '429': { step: 'fetch', name: 'Error', says: /received 429 .*A drill did this: 429/ },
  '500': { step: 'fetch', name: 'Error', says: /received 500 .*A drill did this: 500/ },
  // The page's own time limit: livekit-client has none for a token.
  hangs: { step: 'fetch', name: 'TimeoutError', says: /signal timed out/ },
  drops: { step: 'fetch', name: 'TypeError', says: /Failed to fetch/ },
  'malformed-json': { step: 'fetch', name: 'SyntaxError', says: /JSON/ },
  html: { step: 'fetch', name: 'SyntaxError', says: /"<!doctype ".*not valid JSON/ },
  'wrong-url': { ...UNREACHABLE, says: /Failed to fetch/ },
  'no-server': { ...UNREACHABLE, says: /Failed to fetch/ },
};

for (const [code, { says, ...told }] of Object.entries(REPORTED)) {
  if (!isDrillCode(code)) throw new Error(`${code} is no drill`);
  test(`livekit-client says of the drill ${code}: ${told.name}, ${told.reason ?? told.step}`, async ({
    page,
  }) => {
    await openPage(page);
    const { message = '', ...rest } = await tryToJoin(page, drilled(code));
    expect(rest).toEqual(told);
    expect(message).toMatch(says);
    const { kind, title, status = 200 } = drillOf(code);
    const line = await lineOf(code);
    const isIssued = kind !== 'answer';
    expect(line).toMatchObject({ status, outcome: isIssued ? 'issued' : 'refused' });
    expect(line.note).toContain(title);
    expect(line.join).toBeUndefined();
    const { cause } = await call('doctor.run', { requestId: line.id });
    expect(cause).toMatchObject({ code: 'drill', sentence: expect.stringContaining(title) });
  });
}

/** Joins with a drill, and waits until the activity says so. */
async function joins(page: Page, code: DrillCode): Promise<void> {
  await openPage(page);
  expect(await tryToJoin(page, drilled(code))).toEqual({ step: 'joined' });
  const { id } = await lineOf(code);
  await expect
    .poll(async () => (await call('activity.get', { id })).join, { timeout: 20_000 })
    .toMatchObject({ state: 'joined' });
}

test.describe('a drill with which livekit-client joins', () => {
  test('view-only: joined, and publishing is refused', async ({ page }) => {
    await joins(page, 'view-only');
    expect(
      await page.evaluate(
        () => (window as RoomWindow).room?.localParticipant.permissions?.canPublish,
      ),
    ).toBe(false);
    const refused = await page.evaluate(async () => {
      const { room } = window as RoomWindow;
      const context = new AudioContext();
      const [track] = context.createMediaStreamDestination().stream.getAudioTracks();
      if (room === undefined || track === undefined) throw new Error('nothing to publish');
      try {
        await room.localParticipant.publishTrack(track);
        return undefined;
      } catch (error) {
        return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      }
    });
    expect(refused).toMatch(/^PublishTrackError: .*insufficient permissions/);
  });

  test('another-room: joined, and the name of the room tells', async ({ page }) => {
    await joins(page, 'another-room');
    expect(await page.evaluate(() => (window as RoomWindow).room?.name)).toMatch(/^another-room-/);
    const { room } = await lineOf('another-room');
    expect(room).toMatch(/^another-room-/);
  });

  test('expires-soon: joined, and the next fetch asks for a new token', async ({ page }) => {
    await joins(page, 'expires-soon');
    await page.evaluate(async (url) => {
      const { livekit } = window as RoomWindow;
      if (livekit === undefined) throw new Error('The page has no livekit-client.');
      const source = livekit.TokenSource.endpoint(url);
      const options = { roomName: 'asked twice', participantIdentity: 'amy' };
      await source.fetch(options);
      await source.fetch(options);
    }, drilled('expires-soon'));
    const asked = (await call('activity.list')).filter(({ room }) => room === 'asked twice');
    expect(asked).toHaveLength(2);
    expect(await page.evaluate(() => (window as RoomWindow).room?.state)).toBe('connected');
  });

  test('slow: joined, after eight seconds', async ({ page }) => {
    await openPage(page);
    const startedAt = await page.evaluate(() => performance.now());
    expect(await tryToJoin(page, drilled('slow'))).toEqual({ step: 'joined' });
    expect((await page.evaluate(() => performance.now())) - startedAt).toBeGreaterThan(7_900);
    expect(await lineOf('slow')).toMatchObject({ outcome: 'issued', status: 200 });
  });

  test('duplicate-identity: the first participant is disconnected and told why', async ({
    browser,
  }) => {
    const [first, second] = await Promise.all([
      (await browser.newContext()).newPage(),
      (await browser.newContext()).newPage(),
    ]);
    await openPage(first);
    expect(await tryToJoin(first, app.host.endpoint, 'twins')).toEqual({ step: 'joined' });
    await openPage(second);
    expect(await tryToJoin(second, drilled('duplicate-identity'), 'elsewhere')).toEqual({
      step: 'joined',
    });
    await expect
      .poll(() => first.evaluate(() => (window as RoomWindow).left))
      .toBe('DUPLICATE_IDENTITY');
    expect(await lineOf('duplicate-identity')).toMatchObject({ room: 'twins', identity: 'amy' });
  });
});

test('every drill is in one of the two lists', () => {
  const joining = DRILL_CODES.filter((code) => drillOf(code).mayJoin === true);
  expect([...Object.keys(REPORTED), ...joining].toSorted()).toEqual(DRILL_CODES.toSorted());
});

test('an armed drill strikes one try to join, and the next one joins', async ({ page }) => {
  await openPage(page);
  expect(await tryToJoin(page, app.host.endpoint)).toEqual({ step: 'joined' });
  await call('drill.arm', { drill: 'expired', next: 1 });
  expect(await tryToJoin(page, app.host.endpoint)).toMatchObject(REFUSED_BY_SERVER);
  expect(await tryToJoin(page, app.host.endpoint)).toEqual({ step: 'joined' });
});
