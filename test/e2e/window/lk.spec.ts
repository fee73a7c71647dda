import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findLk } from '../../../main/adapters/lk/lk-command.ts';
import {
  LK_BEHAVIOUR_FILE,
  LK_PROJECT,
  LK_URL,
  lkFileText,
  putFakeLk,
} from '../../fixtures/fake-lk.ts';
import { expect, test } from '../../fixtures/window.ts';
import { createConnectPage } from '../../pages/connect-page.ts';
import { createProjectsPage } from '../../pages/projects-page.ts';

const FILE = '.livekit/cli-config.yaml';
const LAB = {
  name: 'lab',
  url: 'wss://lab.example.com',
  api_key: 'APIlab0000001',
  api_secret: `lab${LK_PROJECT.api_secret}`,
};

const bin = mkdtempSync(join(tmpdir(), 'token-tray-fake-lk-'));
putFakeLk(bin);
test.afterAll(() => rmSync(bin, { recursive: true, force: true }));

test.describe('projects in lk’s file', () => {
  test('are offered in Projects as they come, and taken with one click', async ({
    window: { page, frame, putAtHome, call },
  }) => {
    await frame.open('Projects');
    putAtHome(FILE, lkFileText([LK_PROJECT, LAB]));
    await expect(page.getByText('lk has 2 projects that aren’t here')).toBeVisible();
    expect((await call('state.get')).projects).toHaveLength(1);
    await page.getByRole('button', { name: 'Import 2 projects' }).click();
    await expect(createProjectsPage(page).list).toContainText('lab');
    await expect(page.getByText(/lk has \d project/)).toBeHidden();
    const { projects } = await call('state.get');
    expect(projects.map(({ apiKey }) => apiKey)).toEqual([
      'devkey',
      LK_PROJECT.api_key,
      LAB.api_key,
    ]);
    expect(await page.content()).not.toContain(LK_PROJECT.api_secret);
  });

  test('are offered in the door, and once declined not again', async ({
    window: { page, putAtHome, call },
  }) => {
    const { door } = createConnectPage(page);
    await expect(door).toBeVisible();
    putAtHome(FILE, lkFileText([LK_PROJECT]));
    await expect(door).toContainText('lk has a project that isn’t here');
    await door.getByRole('button', { name: 'Dismiss' }).click();
    await expect(door).not.toContainText('lk has');
    await page.reload();
    await expect(door).toBeVisible();
    putAtHome(FILE, lkFileText([LK_PROJECT, LAB]));
    await expect(door).toContainText('lk has a project that isn’t here');
    await expect(door).toContainText('lab');
    await expect(door).not.toContainText(LK_PROJECT.name);
    expect((await call('state.get')).projects).toHaveLength(1);
  });
});

test.describe('Sign in to LiveKit Cloud', () => {
  test.use({
    windowOptions: { env: { PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` } },
  });

  test('from an empty window, one click and a confirmation in the browser make an active project', async ({
    window: { page, ask, call },
  }) => {
    const { door } = createConnectPage(page);
    await door.getByRole('button', { name: 'Sign in to LiveKit Cloud' }).click();
    await expect(door).toBeHidden();
    await expect(
      page.getByText('Signed in. kitchen-demo is now the active project.'),
    ).toBeVisible();
    expect((await (await ask()).json()).server_url).toBe(LK_PROJECT.url);
    await expect.poll(async () => (await call('state.get')).cloudSignIn).toBeUndefined();
    expect(await page.content()).not.toContain(LK_PROJECT.api_secret);
  });

  test('shows the page and the code that lk prints, and can be cancelled', async ({
    window: { page, putAtHome, call },
  }) => {
    putAtHome(LK_BEHAVIOUR_FILE, 'hangs');
    const { door } = createConnectPage(page);
    const signIn = door.getByRole('button', { name: 'Sign in to LiveKit Cloud' });
    await signIn.click();
    await expect(door).toContainText(LK_URL);
    await expect(door).toContainText('ABCD-1234');
    await expect(signIn).toHaveAttribute('aria-disabled', 'true');
    await door.getByRole('button', { name: 'Cancel' }).click();
    await expect(door).not.toContainText(LK_URL);
    expect((await call('state.get')).projects).toHaveLength(1);
  });

  test('says why lk failed, and tries again', async ({ window: { page, putAtHome } }) => {
    putAtHome(LK_BEHAVIOUR_FILE, 'fails');
    const { door } = createConnectPage(page);
    await door.getByRole('button', { name: 'Sign in to LiveKit Cloud' }).click();
    await expect(door.getByRole('alert')).toContainText('lk could not sign in: access denied');
    putAtHome(LK_BEHAVIOUR_FILE, 'adds');
    await door.getByRole('button', { name: 'Try again' }).click();
    await expect(door).toBeHidden();
  });

  test('says so where lk added nothing', async ({ window: { page, putAtHome } }) => {
    putAtHome(LK_BEHAVIOUR_FILE, 'adds nothing');
    const { door } = createConnectPage(page);
    await door.getByRole('button', { name: 'Sign in to LiveKit Cloud' }).click();
    await expect(door.getByRole('alert')).toContainText('without adding a project');
  });

  test('where lk wants a terminal, says what to type there and takes what it adds', async ({
    window: { page, putAtHome, call },
  }) => {
    putAtHome(LK_BEHAVIOUR_FILE, 'wants a terminal');
    const { door } = createConnectPage(page);
    await door.getByRole('button', { name: 'Sign in to LiveKit Cloud' }).click();
    await expect(door).toContainText('lk cloud auth');
    putAtHome(FILE, lkFileText([LK_PROJECT]));
    await expect(door).toBeHidden();
    const { projects, activeProjectId } = await call('state.get');
    expect(projects.find(({ id }) => id === activeProjectId)?.apiKey).toBe(LK_PROJECT.api_key);
  });
});

test('without lk, Sign in to LiveKit Cloud says what it would do and how to get lk', async ({
  window: { page },
}) => {
  test.skip(findLk({ home: undefined, env: process.env }) !== undefined, 'lk is on this machine.');
  const { door } = createConnectPage(page);
  await door.getByRole('button', { name: 'Sign in to LiveKit Cloud' }).click();
  await expect(door).toContainText('Signing in needs lk');
  await expect(door.getByRole('button', { name: 'Copy install command' })).toBeVisible();
  await door.getByRole('button', { name: 'Dismiss' }).click();
  await expect(door).not.toContainText('Signing in needs lk');
});
