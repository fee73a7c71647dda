import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import { createLiveKitServer } from '../../main/adapters/livekit/livekit-server.ts';
import type { JoinState } from '../../main/contract/activity.ts';
import { request, startCoreFor, type Core } from '../fixtures/core-at-server.ts';
import { startHeadless, type Headless } from '../fixtures/headless.ts';
import { createFrame } from '../pages/frame.ts';
import {
  occupy,
  SERVER_KEY,
  SERVER_SECRET,
  startLiveKitServer,
  type RealLiveKitServer,
} from '../fixtures/real-livekit-server.ts';

const closers: (() => unknown)[] = [];

test.afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function start(more = ''): Promise<{ server: RealLiveKitServer; core: Core }> {
  const server = await startLiveKitServer({ more });
  const core = await startCoreFor(server.url, createLiveKitServer());
  closers.push(
    () => core.tokenTray.close(),
    () => server.close(),
  );
  return { server, core };
}

/** What an app does: asks for a token. Answers the token and its line's id. */
function issue(core: Core, identity: string): { token: string; id: string } {
  const asked = request({
    fields: { unknown: [], roomName: 'demo', participantIdentity: identity },
  });
  const issued = core.ports.endpointCore().issue(asked);
  if (!issued.ok) throw new Error(issued.failure.message);
  return { token: issued.answer.token, id: asked.raw.id };
}

async function join(server: RealLiveKitServer, token: string): Promise<void> {
  const held = await occupy(server.url, token);
  closers.push(() => {
    held.close();
  });
}

async function stateOf(core: Core, id: string): Promise<JoinState | undefined> {
  const entry = await core.call('activity.get', { id });
  return entry.join;
}

test('a participant that joins is shown as joined, with the time it took', async () => {
  const { server, core } = await start();
  const { token, id } = issue(core, 'alice');
  expect(await stateOf(core, id)).toEqual({ state: 'watching' });
  const lines: string[] = [];
  core.tokenTray.listen('activity.added', (entries) => {
    lines.push(...entries.map(({ join: joined }) => joined?.state ?? 'none'));
  });
  await join(server, token);
  await expect.poll(() => stateOf(core, id), { timeout: 3_000 }).toMatchObject({ state: 'joined' });
  await expect.poll(() => lines).toContain('joined');
});

test('D30: a full room is named for the token that finds no place', async () => {
  const { server, core } = await start('room:\n  max_participants: 1');
  await join(server, issue(core, 'bob').token);
  const { id } = issue(core, 'alice');
  await expect
    .poll(() => stateOf(core, id), { timeout: 4_000 })
    .toMatchObject({ state: 'failed', cause: { code: 'room_full' } });
});

test('D44: of two with one identity the first is shown as replaced', async () => {
  const { server, core } = await start();
  const first = issue(core, 'alice');
  await join(server, first.token);
  await expect
    .poll(() => stateOf(core, first.id), { timeout: 4_000 })
    .toMatchObject({ state: 'joined' });
  const second = issue(core, 'alice');
  await join(server, second.token);
  await expect
    .poll(() => stateOf(core, first.id), { timeout: 6_000 })
    .toMatchObject({ state: 'replaced', cause: { code: 'duplicate_identity' } });
});

test('D53: a server that is gone is named', async () => {
  const { server, core } = await start();
  await server.close();
  const { id } = issue(core, 'alice');
  await expect
    .poll(() => stateOf(core, id), { timeout: 4_000 })
    .toMatchObject({ state: 'failed', cause: { code: 'connection_refused' } });
});

/** The line of the activity that has `text` in it. */
function rowOf(page: Page, text: string): Locator {
  return page
    .getByRole('list', { name: 'Requests' })
    .getByRole('listitem')
    .filter({ hasText: text });
}

test.describe('in the window', () => {
  let server: RealLiveKitServer;
  let host: Headless;

  async function openActivity(browser: Browser, more = ''): Promise<Page> {
    server = await startLiveKitServer({ more });
    host = await startHeadless({
      env: {
        LIVEKIT_URL: server.url,
        LIVEKIT_API_KEY: SERVER_KEY,
        LIVEKIT_API_SECRET: SERVER_SECRET,
      },
    });
    const context = await browser.newContext();
    closers.push(
      () => context.close(),
      () => host.close(),
      () => server.close(),
    );
    const page = await context.newPage();
    await page.goto(await host.link());
    await createFrame(page).open('Activity');
    return page;
  }

  const ask = async (identity: string): Promise<string> => {
    const answer = await fetch(new URL('/token', host.endpoint), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ room_name: 'demo', participant_identity: identity }),
    });
    const { participant_token: token } = await answer.json();
    return token;
  };

  test('a real join is shown in the row and the strip within a second, also one between the ticks', async ({
    browser,
  }) => {
    const page = await openActivity(browser);
    const { strip } = createFrame(page);
    for (const [identity, waitMs] of [
      ['soon', 0],
      ['late', 4_200],
    ] as const) {
      const token = await ask(identity);
      const issuedAt = Date.now();
      await expect(rowOf(page, identity)).toContainText('Issued');
      // Past the tick at 4 s; the next one is at 8 s.
      await expect.poll(() => Date.now() - issuedAt, { timeout: 6_000 }).toBeGreaterThan(waitMs);
      const shown = Promise.all([
        rowOf(page, identity).getByText('Joined').waitFor(),
        strip.getByText(`joined demo as ${identity}`).waitFor(),
      ]);
      await join(server, token);
      const joinedAt = performance.now();
      await shown;
      expect(performance.now() - joinedAt).toBeLessThan(1_000);
    }
  });

  test('a full room and a duplicate identity are shown as what they are', async ({ browser }) => {
    const page = await openActivity(browser, 'room:\n  max_participants: 1');
    await join(server, await ask('bob'));
    await expect(rowOf(page, 'bob')).toContainText('Joined');
    await ask('alice');
    await expect(rowOf(page, 'alice')).toContainText('Room "demo" is full: 1 of 1 participants.');
    await join(server, await ask('bob'));
    await expect(rowOf(page, 'bob').last()).toContainText('"bob" is in room "demo" already.');
    await expect(rowOf(page, 'bob').first()).toContainText('Joined');
  });

  test('a token that is never used has not joined yet, and no cause is made up', async ({
    browser,
  }) => {
    test.slow();
    const page = await openActivity(browser);
    await ask('carol');
    const { strip } = createFrame(page);
    await expect(strip).toContainText('carol has not joined demo yet', { timeout: 40_000 });
    await expect(rowOf(page, 'carol')).toContainText('Issued');
    const check = expect.objectContaining({ ok: true });
    expect(await host.call('state.get')).toMatchObject({
      value: { projects: expect.arrayContaining([expect.objectContaining({ check })]) },
    });
  });
});
