import { networkInterfaces } from 'node:os';
import type { Page } from '@playwright/test';
import { expect, test } from '../../fixtures/window.ts';
import { lanAddresses } from '../../../main/listener/own-addresses.ts';
import { createConnectPage } from '../../pages/connect-page.ts';

interface Effort {
  clicks: number;
  edits: number;
}

/** Counts what a person does in the page from now on: presses of the pointer, and input into text fields. */
async function countEffort(page: Page): Promise<() => Promise<Effort>> {
  await page.evaluate(() => {
    const effort = { clicks: 0, edits: 0 };
    Object.assign(window, { effort });
    document.addEventListener('pointerdown', () => (effort.clicks += 1), true);
    document.addEventListener(
      'input',
      ({ target }) => {
        const isText =
          target instanceof HTMLTextAreaElement ||
          (target instanceof HTMLInputElement && target.type !== 'radio');
        if (isText) effort.edits += 1;
      },
      true,
    );
  });
  return () => page.evaluate(() => Object(window).effort);
}

const DEVICES = [
  'iOS simulator',
  'Android emulator',
  'Phone',
  'Browser',
  'Container',
  'ESP32',
  'This machine',
];

for (const device of DEVICES) {
  test(`${device}: from an active project to a finished snippet in at most 3 clicks and no edit`, async ({
    window: { page, clipboard, call },
  }) => {
    const connect = createConnectPage(page);
    await expect(connect.snippet).toBeVisible();
    const effort = await countEffort(page);
    await connect.chooseDevice(device);
    if (await connect.turnOnLan.isVisible()) {
      await connect.turnOnLan.click();
      await expect(connect.turnOnLan).toBeHidden();
      expect((await call('state.get')).settings.server.lan).toBe(true);
    }
    await connect.copySnippet.click();
    await expect.poll(clipboard).toContain('my-room');
    expect(await clipboard()).toBe(await connect.snippet.textContent());
    expect(await clipboard()).not.toMatch(/ADDRESS|YOUR_|<[a-z-]+>/);
    const { clicks, edits } = await effort();
    test.info().annotations.push({ type: device, description: `${clicks} clicks, ${edits} edits` });
    expect(clicks).toBeLessThanOrEqual(3);
    expect(edits).toBe(0);
  });
}

test('a language is remembered for each device', async ({ window: { page } }) => {
  const connect = createConnectPage(page);
  await connect.chooseDevice('Android emulator');
  await connect.chooseLanguage('Expo');
  await connect.chooseDevice('This machine');
  await connect.chooseLanguage('Go');
  await page.reload();
  await expect(connect.snippet).toContainText('package main');
  await connect.chooseDevice('Android emulator');
  await expect(connect.snippet).toContainText('@livekit/components-react');
});

test('one click turns LAN on and shows a code; the phone’s way shows at once, and closing ends it', async ({
  window: { page, call },
}) => {
  const connect = createConnectPage(page);
  await connect.checkPhone.click();
  const sheet = connect.phoneSheet;
  const [address] = lanAddresses(networkInterfaces());
  if (address === undefined) {
    await expect(sheet).toContainText('isn’t on a network');
    return;
  }
  await expect(sheet.getByRole('img', { name: `Code for a page at ${address}` })).toBeVisible();
  await expect(sheet).toContainText('Waiting for your phone…');
  await expect(sheet).toContainText('LAN turns itself off in 60 min.');
  const link = (await sheet.locator('.copy-value').textContent()) ?? '';
  const check = new URL('/check/', link);

  const post = (part: string, body: object, session = ''): Promise<Response> =>
    fetch(new URL(part, check), {
      method: 'POST',
      headers: { 'X-Check-Session': session, 'User-Agent': 'Mozilla/5.0 (iPhone; like Mac OS X)' },
      body: JSON.stringify(body),
    });
  const entered = await post('session', { code: new URL(link).hash.slice(1) });
  const { session }: { session: string } = await entered.json();
  await expect(sheet.getByRole('status')).toHaveText('Browser on iOS is here. Checking its way…');

  await post('report', { hop: 'endpoint', state: 'ok', ms: 12 }, session);
  await expect(sheet.locator('[data-hop="endpoint"]')).toContainText('12 ms');
  await post('token', {}, session);
  await post('report', { hop: 'token', state: 'ok', ms: 8 }, session);
  // Nothing listens at the local project's server.
  const failed = await post('report', { hop: 'signal', state: 'failed', ms: 20 }, session);
  expect(JSON.stringify(await failed.json())).toContain('Nothing listens at');
  await expect(sheet.locator('[data-hop="signal"]')).toContainText('livekit-server --dev');
  await expect(sheet.getByRole('status')).toHaveText('Your phone can’t join yet.');

  await sheet.getByLabel('Turn LAN off').selectOption('Off after 15 minutes');
  await expect(sheet).toContainText('LAN turns itself off in 15 min.');
  await sheet.getByRole('button', { name: 'Done' }).click();
  await expect(sheet).toBeHidden();
  await expect.poll(async () => (await call('state.get')).phone).toBeUndefined();
  // From its own LAN address, where without a check nothing answers without the key.
  expect((await post('report', { hop: 'joined', state: 'ok' }, session)).status).toBe(401);
});

test('the palette opens the sheet, and the tick comes when every hop is done', async ({
  window: { page },
}) => {
  const connect = createConnectPage(page);
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'Actions' }).fill('check a phone');
  await page.keyboard.press('Enter');
  await expect(connect.phoneSheet).toBeVisible();
  if (lanAddresses(networkInterfaces()).length === 0) return;
  const link = (await connect.phoneSheet.locator('.copy-value').textContent()) ?? '';
  const post = (part: string, body: object, session = ''): Promise<Response> =>
    fetch(new URL(`/check/${part}`, link), {
      method: 'POST',
      headers: { 'X-Check-Session': session },
      body: JSON.stringify(body),
    });
  const entered = await post('session', { code: new URL(link).hash.slice(1) });
  const { session }: { session: string } = await entered.json();
  for (const hop of ['endpoint', 'token', 'signal', 'media', 'joined']) {
    await post('report', { hop, state: 'ok', ms: 5 }, session);
  }
  await expect(connect.phoneSheet.getByRole('status')).toHaveText('✓ Your phone can join.');
});
