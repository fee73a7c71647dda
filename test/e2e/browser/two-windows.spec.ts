import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base, type Browser, type Page } from '@playwright/test';
import { CALL_PATH } from '../../../main/contract/http-protocol.ts';
import type { Snapshot } from '../../../main/contract/snapshot.ts';
import { seedSettings } from '../../../main/core/state/first-settings.ts';
import { startHeadless, type Headless } from '../../fixtures/headless.ts';
import { freePort } from '../../fixtures/occupied-port.ts';
import { createDefaultsPage } from '../../pages/defaults-page.ts';
import { createFrame } from '../../pages/frame.ts';
import { createPresetsPage } from '../../pages/presets-page.ts';
import { createProjectsPage } from '../../pages/projects-page.ts';
import { createSettingsPage } from '../../pages/settings-page.ts';

interface TwoWindows {
  one: Page;
  other: Page;
  /** What the host has, past both windows. */
  state(): Promise<Snapshot>;
}

/** Two windows of one host, each signed in by a link of its own, as in two browsers. */
const test = base.extend<{ windows: TwoWindows }>({
  windows: async ({ browser }, use) => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'token-tray-two-windows-'));
    const settings = seedSettings();
    const server = { ...settings.server, port: await freePort() };
    writeFileSync(join(dataFolder, 'settings.json'), JSON.stringify({ ...settings, server }));
    const host = await startHeadless({ dataFolder, savedPort: true });
    const [one, other] = [await openWindow(browser, host), await openWindow(browser, host)];
    try {
      await use({ one, other, state: () => stateOf(host) });
    } finally {
      for (const page of [one, other]) await page.context().close();
      await host.close();
      rmSync(dataFolder, { recursive: true, force: true });
    }
  },
});

async function openWindow(browser: Browser, host: Headless): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  const page = await context.newPage();
  await page.goto(await host.link());
  await expect(page.getByRole('region', { name: 'Token server' })).toBeVisible();
  return page;
}

async function stateOf(host: Headless): Promise<Snapshot> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a reply, as the contract says
  const { value } = (await host.call('state.get')) as { value: Snapshot };
  return value;
}

/** Has `first` happen after `page` has sent its call `name`, and before the host gets it: once. */
async function overtake(page: Page, name: string, first: () => Promise<void>): Promise<void> {
  await page.route(
    `**${CALL_PATH}${name}`,
    async (route) => {
      await first();
      await route.continue();
    },
    { times: 1 },
  );
}

const NEWER = 'Changed in another window';

test('S11 two windows edit one project: the second is told, keeps its draft and overwrites only when it says so', async ({
  windows: { one, other, state },
}) => {
  const [mine, theirs] = [createProjectsPage(one), createProjectsPage(other)];
  for (const page of [one, other]) await createFrame(page).open('Projects');
  for (const projects of [mine, theirs]) await projects.open('Local LiveKit');
  await mine.field('Name').fill('Mine');
  await theirs.field('Name').fill('Theirs');
  await theirs.field('LiveKit URL').fill('wss://theirs.livekit.cloud');

  await mine.save.click();
  await expect(theirs.detail.getByRole('status').filter({ hasText: NEWER })).toBeVisible();
  await expect(theirs.line('Mine')).toBeVisible();
  await expect(theirs.field('Name')).toHaveValue('Theirs');
  await expect(theirs.save).toBeDisabled();
  await theirs.field('Name').press('Enter');
  expect((await state()).projects[0]).toMatchObject({ name: 'Mine', url: 'ws://localhost:7880' });
  await expect(mine.detail.getByText(NEWER)).toBeHidden();

  // The draft is there after another view and after a reload too.
  await other.reload();
  await createFrame(other).open('Projects');
  await theirs.open('Mine');
  await expect(theirs.field('LiveKit URL')).toHaveValue('wss://theirs.livekit.cloud');
  await expect(theirs.detail.getByText(NEWER)).toBeVisible();
  await theirs.detail.getByRole('button', { name: 'Keep my edits' }).click();
  await theirs.save.click();
  await expect(mine.field('Name')).toHaveValue('Theirs');
  expect((await state()).projects[0]).toMatchObject({
    name: 'Theirs',
    url: 'wss://theirs.livekit.cloud',
  });
});

test('S11 two windows save one project in the same moment: the host takes one, and the other is told', async ({
  windows: { one, other, state },
}) => {
  const [mine, theirs] = [createProjectsPage(one), createProjectsPage(other)];
  for (const page of [one, other]) await createFrame(page).open('Projects');
  for (const projects of [mine, theirs]) await projects.open('Local LiveKit');
  await mine.field('Name').fill('Mine');
  await theirs.field('Name').fill('Theirs');
  await overtake(other, 'project.update', async () => {
    await mine.save.click();
    await expect(mine.line('Mine')).toBeVisible();
  });
  await theirs.save.click();

  await expect(theirs.detail.getByRole('status').filter({ hasText: NEWER })).toBeVisible();
  await expect(theirs.field('Name')).toHaveValue('Theirs');
  expect((await state()).projects[0]?.name).toBe('Mine');
  await theirs.detail.getByRole('button', { name: 'Use the newer version' }).click();
  await expect(theirs.field('Name')).toHaveValue('Mine');
});

test('S11 two windows edit different sides of one project, and both are kept', async ({
  windows: { one, other, state },
}) => {
  const projects = createProjectsPage(one);
  const defaults = createDefaultsPage(other);
  await createFrame(one).open('Projects');
  await projects.open('Local LiveKit');
  await createFrame(other).open('Defaults');
  await defaults.field('Identity template').fill('dev-{random}');
  await projects.field('Name').fill('Renamed');
  await projects.save.click();
  await expect(other.getByRole('button', { name: 'Project: Renamed' })).toBeVisible();
  await expect(other.getByText(NEWER)).toBeHidden();
  await defaults.save.click();
  await expect
    .poll(async () => (await state()).projects[0])
    .toMatchObject({ name: 'Renamed', defaults: { identityTemplate: 'dev-{random}' } });
});

test('S11 two windows edit one preset: the second is told and keeps its draft', async ({
  windows: { one, other, state },
}) => {
  const [mine, theirs] = [createPresetsPage(one), createPresetsPage(other)];
  for (const page of [one, other]) await createFrame(page).open('Presets');
  for (const presets of [mine, theirs]) await presets.open('Viewer');
  await mine.setGrant('Send data', 'Yes');
  await theirs.field('Name').fill('Watcher');
  await mine.save.click();
  await expect(theirs.detail.getByRole('status').filter({ hasText: NEWER })).toBeVisible();
  await expect(theirs.save).toBeDisabled();
  await expect(theirs.field('Name')).toHaveValue('Watcher');
  const viewer = (await state()).presets.find(({ slug }) => slug === 'viewer');
  expect(viewer).toMatchObject({ name: 'Viewer', grants: { video: { canPublishData: true } } });
});

test('S11 two windows change the port: the second is told, and its number stays in the field', async ({
  windows: { one, other, state },
}) => {
  const [mine, theirs] = [createSettingsPage(one), createSettingsPage(other)];
  for (const page of [one, other]) await createFrame(page).open('Settings');
  const [port, typed] = [await freePort(), await freePort()];
  await theirs.port.fill(String(typed));
  await mine.port.fill(String(port));
  await mine.changePort.click();
  await expect(createFrame(other).state).toHaveText(`Serving on ${port}`);
  await expect(other.getByRole('status').filter({ hasText: NEWER })).toBeVisible();
  await expect(theirs.port).toHaveValue(String(typed));
  await expect(theirs.changePort).toBeDisabled();
  expect((await state()).settings.server.port).toBe(port);
});

test('S11 two windows add an origin in the same moment: neither loses the one of the other', async ({
  windows: { one, other, state },
}) => {
  const [mine, theirs] = [createSettingsPage(one), createSettingsPage(other)];
  for (const page of [one, other]) await createFrame(page).open('Settings');
  await overtake(other, 'settings.update', async () => {
    await mine.addOrigin('https://one.example.com');
    await expect(one.getByText('https://one.example.com', { exact: true })).toBeVisible();
  });
  await theirs.addOrigin('https://other.example.com');

  const field = other.getByRole('textbox', { name: 'Allowed origins' });
  await expect(field).toHaveAccessibleDescription(/changed elsewhere/);
  await expect(field).toHaveValue('https://other.example.com');
  await expect(other.getByText('https://one.example.com', { exact: true })).toBeVisible();
  expect((await state()).settings.server.allowedOrigins).toEqual(['https://one.example.com']);

  await other.getByRole('button', { name: 'Add origin' }).click();
  await expect
    .poll(async () => (await state()).settings.server.allowedOrigins)
    .toEqual(['https://one.example.com', 'https://other.example.com']);
});

test('S11 quick changes in one window build on each other, not on what was there before', async ({
  windows: { one, state },
}) => {
  const settings = createSettingsPage(one);
  await createFrame(one).open('Settings');
  for (const name of ['one', 'two', 'three']) {
    await settings.addOrigin(`https://${name}.example.com`);
    await expect(one.getByText(`https://${name}.example.com`, { exact: true })).toBeVisible();
  }
  await one.evaluate(() => {
    for (const button of document.querySelectorAll<HTMLElement>(
      '[aria-label="Remove https://one.example.com"], [aria-label="Remove https://three.example.com"]',
    )) {
      button.click();
    }
  });
  await expect
    .poll(async () => (await state()).settings.server.allowedOrigins)
    .toEqual(['https://two.example.com']);
});
