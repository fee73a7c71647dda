import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { expectAccessible } from '../../fixtures/accessible.ts';
import { startHeadless, type Headless } from '../../fixtures/headless.ts';
import { freePort } from '../../fixtures/occupied-port.ts';
import { createFrame, VIEWS } from '../../pages/frame.ts';
import { createConnectPage } from '../../pages/connect-page.ts';

let dataFolder: string;
const hosts: Headless[] = [];

test.beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'token-tray-gone-'));
});

test.afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

async function start(uiPort: number): Promise<Headless> {
  const host = await startHeadless({ dataFolder, uiPort });
  hosts.push(host);
  return host;
}

/** A second of the page's own clock: what a busy machine does meanwhile takes none of it. */
async function passOneSecond(page: Page): Promise<void> {
  await page.clock.runFor(1000);
}

/** Opens the window of `host` with a clock that only {@link passOneSecond} moves. */
async function openWithStoppedClock(page: Page, host: Headless): Promise<Locator> {
  await page.clock.install();
  await page.goto(await host.link());
  const { state } = createFrame(page);
  await expect(state).toContainText('Serving on');
  await page.clock.pauseAt(Date.now() + 1000);
  return state;
}

test('a window whose host stops says so, keeps the edits, and recovers when the host is back', async ({
  page,
}) => {
  const uiPort = await freePort();
  const first = await start(uiPort);
  await page.goto(await first.link());
  const frame = createFrame(page);
  const connect = createConnectPage(page);
  await connect.typeKeys();
  await connect.newProject.type({ url: 'wss://typed.livekit.cloud', apiKey: 'APItyped' });

  await first.kill('SIGTERM');
  await expect(
    page.getByRole('alert').filter({ hasText: 'Token Tray isn’t answering' }),
  ).toBeVisible();
  await expect(connect.newProject.field('LiveKit URL')).toHaveValue('wss://typed.livekit.cloud');
  await connect.newProject.type({ apiSecret: 'a-secret-that-is-long-enough-for-livekit-1234' });
  await connect.newProject.save();
  await expect(connect.newProject.root).toContainText('isn’t answering');
  await expect(connect.newProject.field('LiveKit URL')).toHaveValue('wss://typed.livekit.cloud');

  // The new host knows no window of before: it takes a fresh link, in the same tab or in another one.
  const second = await start(uiPort);
  await expect(page.getByRole('alert').filter({ hasText: 'isn’t signed in' })).toBeVisible();
  await page.evaluate(
    (link) => {
      location.href = link;
    },
    await second.link(),
  );
  await expect(page.getByRole('alert').filter({ hasText: 'isn’t signed in' })).toBeHidden();
  await expect(connect.newProject.field('LiveKit URL')).toHaveValue('wss://typed.livekit.cloud');
  await connect.newProject.save();
  await expect(frame.strip.getByRole('button', { name: 'Project: typed' })).toBeVisible();
});

test('the strip never says Serving for longer than a second when the host is killed', async ({
  page,
}) => {
  const host = await start(0);
  const state = await openWithStoppedClock(page, host);
  const { strip } = createFrame(page);
  await host.kill('SIGKILL');
  await passOneSecond(page);
  await expect(state).not.toContainText('Serving');
  await expect(state).toContainText('Not connected');
  await expect(strip.getByRole('button', { name: 'Stop serving' })).toBeDisabled();
  await expect(strip.getByRole('button', { name: /^Project:/ })).toBeDisabled();
  await expect(strip.getByRole('button', { name: /^Preset:/ })).toBeDisabled();
});

test('the strip stops saying Serving within a second when the host hangs, and says it again when it wakes', async ({
  page,
}) => {
  const host = await start(0);
  const state = await openWithStoppedClock(page, host);
  const { strip } = createFrame(page);
  process.kill(host.pid, 'SIGSTOP');
  try {
    await passOneSecond(page);
    await expect(state).not.toContainText('Serving');
    await expect(strip.getByRole('button', { name: 'Stop serving' })).toBeDisabled();
    await page.clock.resume();
    await expect(state).toContainText('Not connected');
  } finally {
    process.kill(host.pid, 'SIGCONT');
  }
  await expect(state).toContainText('Serving on');
  await expect(strip.getByRole('button', { name: 'Stop serving' })).toBeEnabled();
});

test('a cut event stream is opened again, and what happened meanwhile is shown', async ({
  page,
}) => {
  const host = await start(0);
  await page.addInitScript(() => {
    const open = window.fetch;
    window.fetch = (input, init) => {
      if (typeof input !== 'string' || !input.endsWith('/events')) return open(input, init);
      const controller = new AbortController();
      window.addEventListener('cut-events', () => controller.abort(), { once: true });
      const signal = AbortSignal.any([controller.signal, ...(init?.signal ? [init.signal] : [])]);
      return open(input, { ...init, signal });
    };
  });
  await page.goto(await host.link());
  const { state } = createFrame(page);
  await expect(state).toContainText('Serving on');
  await page.evaluate(() => window.dispatchEvent(new Event('cut-events')));
  await host.call('server.stop');
  await expect(state).toContainText('Stopped');
});

test('axe finds nothing on any view while the host is gone, nor on a page that is not signed in', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const uiPort = await freePort();
  const first = await start(uiPort);
  await page.goto(await first.link());
  const frame = createFrame(page);
  for (const view of VIEWS) await frame.open(view);
  await first.kill('SIGTERM');
  await expect(
    page.getByRole('alert').filter({ hasText: 'Token Tray isn’t answering' }),
  ).toBeVisible();
  for (const view of VIEWS) {
    await frame.open(view);
    await expectAccessible(page, `${view}, host gone`);
  }
  const second = await start(uiPort);
  await expect(page.getByRole('alert').filter({ hasText: 'isn’t signed in' })).toBeVisible();
  await expectAccessible(page, 'signed out, with what was known');
  await page.goto(second.ui);
  await expect(page.getByText('This window isn’t signed in')).toBeVisible();
  await expectAccessible(page, 'signed out from the start');
  await page.setViewportSize({ width: 720, height: 520 });
  await expectAccessible(page, 'signed out, narrow');
});

test('A29 a page without a session shows nothing but how to get one', async ({ page }) => {
  const host = await start(0);
  await page.goto(host.ui);
  await expect(page.getByText('This window isn’t signed in')).toBeVisible();
  await expect(page.getByText('token-tray open')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Token server' })).toBeHidden();
  expect(await page.content()).not.toContain('devkey');
});

test('A30 the code leaves the address bar at once, and a used link signs no one in', async ({
  page,
  browser,
}) => {
  const host = await start(0);
  const link = await host.link();
  await page.goto(link);
  await expect(page.getByRole('region', { name: 'Token server' })).toBeVisible();
  expect(page.url()).toBe(host.ui);
  await page.reload();
  await expect(page.getByRole('region', { name: 'Token server' })).toBeVisible();

  const other = await browser.newContext();
  const late = await other.newPage();
  await late.goto(link);
  await expect(late.getByText('This window isn’t signed in')).toBeVisible();
  await other.close();
});
