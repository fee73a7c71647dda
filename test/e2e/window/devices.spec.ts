import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** A device, the clicks to what has to be pasted into an app on it, and the note that goes with the snippet. */
interface DeviceCase {
  device: string;
  language?: string;
  note?: RegExp;
  clicks: number;
}

/** From an active project, with LAN off and the tile for browsers chosen. */
const CASES: readonly DeviceCase[] = [
  { device: 'iOS simulator', note: /Info\.plist/, clicks: 3 },
  { device: 'Android emulator', note: /AndroidManifest/, clicks: 3 },
  { device: 'Phone', note: /Info\.plist/, clicks: 3 },
  { device: 'Phone', language: 'Kotlin', note: /AndroidManifest/, clicks: 3 },
  { device: 'Phone', language: 'React Native', note: /npm install/, clicks: 3 },
  { device: 'Browser', clicks: 1 },
  { device: 'Container', clicks: process.platform === 'linux' ? 3 : 2 },
  { device: 'ESP32', note: /address is a constant/, clicks: 3 },
  { device: 'This machine', clicks: 2 },
];

for (const { device, language, note, clicks } of CASES) {
  const name = language === undefined ? device : `${device}, with ${language} as the language`;
  test(`${name}: from an active project to a pasted, working change in ${clicks} clicks and no edit`, async ({
    window: { page, clipboard, call },
  }) => {
    const connect = createConnectPage(page);
    await expect(connect.snippet).toBeVisible();
    if (language !== undefined) {
      await connect.chooseDevice(device);
      await connect.chooseLanguage(language);
      await connect.chooseDevice('Browser');
    }
    const effort = await countEffort(page);
    await connect.chooseDevice(device);
    if (device === 'Container' && (await connect.turnOnLan.isVisible())) {
      await connect.turnOnLan.click();
      await expect(connect.turnOnLan).toBeHidden();
    }
    await connect.copySnippet.click();
    // An earlier test's snippet may still be there.
    await expect(async () => {
      expect(await clipboard()).toBe(await connect.snippet.textContent());
    }).toPass();
    expect(await clipboard()).toContain('my-room');
    expect(await clipboard()).not.toMatch(/ADDRESS|YOUR_|undefined|<[a-z-]+>/);
    if (note !== undefined) {
      await connect.copyNote(note).click();
      await expect.poll(clipboard).not.toContain('my-room');
      expect(await clipboard()).not.toMatch(/ADDRESS|YOUR_|undefined/);
    }
    const needsLan = ['Phone', 'ESP32'].includes(device);
    if (needsLan) expect((await call('state.get')).settings.server.lan).toBe(true);
    const made = await effort();
    test.info().annotations.push({ type: name, description: `${made.clicks} clicks, no edit` });
    expect(made).toEqual({ clicks, edits: 0 });
    expect(clicks).toBeLessThanOrEqual(3);
  });
}

/** An adb that sees two emulators, a phone, and one that was not allowed. It keeps the forwards of each in a file. */
const ADB = `#!/bin/sh
here=$(dirname "$0")
case "$*" in
  "devices -l") printf 'List of devices attached\nemulator-5554 device model:Pixel_9\nemulator-5556 device model:Pixel_Tablet\n28151FDH device model:Pixel_8\nR5CT unauthorized usb:1-1\n\n' ;;
  *"reverse --list") cat "$here/$2" 2>/dev/null; exit 0 ;;
  *"reverse --remove "*) rm -f "$here/$2" ;;
  *reverse*) echo "UsbFfs $4 $5" >> "$here/$2" ;;
  *) exit 1 ;;
esac
`;

test.describe('with several Android devices', () => {
  const folder = mkdtempSync(join(tmpdir(), 'token-tray-adb-'));
  writeFileSync(join(folder, 'adb'), ADB, { mode: 0o700 });
  test.use({ windowOptions: { env: { PATH: `${folder}:${process.env['PATH'] ?? ''}` } } });
  test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('each is set up by a click under its own commands, and says that it is', async ({
    window: { page, endpoint },
  }) => {
    const connect = createConnectPage(page);
    await connect.chooseDevice('Android emulator');
    await connect.findAndroid.click();
    const pixel = page.getByRole('group', { name: 'Pixel 9 emulator-5554' });
    const tablet = page.getByRole('group', { name: 'Pixel Tablet emulator-5556' });
    const { port } = new URL(endpoint);
    await expect(pixel).toContainText(`adb -s emulator-5554 reverse tcp:${port} tcp:${port}`);
    await expect(pixel).toContainText('adb -s emulator-5554 reverse tcp:7880 tcp:7880');
    await expect(page.getByRole('group', { name: 'R5CT R5CT' })).toContainText(
      'adb says: unauthorized',
    );
    await pixel.getByRole('button', { name: 'Set up Pixel 9' }).click();
    await expect(pixel).toContainText('reaches this machine at localhost, until Token Tray quits');
    await expect(pixel.getByRole('button')).toHaveCount(0);
    await expect(tablet.getByRole('button', { name: 'Set up Pixel Tablet' })).toBeVisible();
    // From now on the snippet is for localhost, until the other address is chosen.
    await expect(connect.snippet).toContainText(`"http://localhost:${port}/token"`);
    await expect(connect.url).toHaveText(`http://localhost:${port}/token`);
    // No phone was set up.
    await expect(page.getByRole('radio', { name: 'Phone LAN address' })).toBeVisible();
    await connect.chooseDevice('Phone');
    await expect(connect.turnOnLan).toBeVisible();
    await expect(connect.snippet).toContainText('http://ADDRESS:');
    await connect.chooseDevice('Android emulator');
    await page.getByLabel('Address of this machine').selectOption('10.0.2.2');
    await expect(connect.snippet).toContainText(`"http://10.0.2.2:${port}/token"`);
  });

  test('a phone that is set up leaves an emulator at its own address', async ({
    window: { page },
  }) => {
    const connect = createConnectPage(page);
    await connect.chooseDevice('Phone');
    await expect(connect.turnOnLan).toBeVisible();
    await connect.findAndroid.click();
    await page.getByRole('button', { name: 'Set up Pixel 8' }).click();
    await expect(page.getByRole('radio', { name: 'Phone localhost' })).toBeVisible();
    await expect(connect.turnOnLan).toBeHidden();
    await expect(page.getByRole('radio', { name: 'Android emulator 10.0.2.2' })).toBeVisible();
    await connect.chooseDevice('ESP32');
    await expect(connect.turnOnLan).toBeVisible();
  });

  test('one that was set up before the window was loaded can be chosen at localhost', async ({
    window: { page },
  }) => {
    const connect = createConnectPage(page);
    await connect.chooseDevice('Android emulator');
    await connect.findAndroid.click();
    await page.getByRole('button', { name: 'Set up Pixel 9' }).click();
    await expect(page.getByRole('radio', { name: 'Android emulator localhost' })).toBeVisible();
    await page.reload();
    await connect.findAndroid.click();
    await expect(page.getByRole('group', { name: 'Pixel 9 emulator-5554' })).toContainText(
      'reaches this machine at localhost',
    );
    // Found, not asked for: the address stays until it is chosen.
    await expect(page.getByRole('radio', { name: 'Android emulator 10.0.2.2' })).toBeVisible();
    await page.getByLabel('Address of this machine').selectOption('localhost (over adb)');
    await expect(connect.url).toContainText('http://localhost:');
  });
});

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
  await expect(sheet.getByRole('status')).toHaveText('Browser on iOS is connected. Checking…');

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

test('the first screen at 1200 × 800 has keys, path, tiles, URL and snippet without scrolling', async ({
  window: { page },
}) => {
  await page.setViewportSize({ width: 1200, height: 800 });
  const connect = createConnectPage(page);
  for (const device of ['iOS simulator', 'Android emulator', 'Browser', 'This machine']) {
    await connect.chooseDevice(device);
    for (const part of [connect.door, connect.path, connect.url, connect.copySnippet]) {
      await expect(part).toBeInViewport({ ratio: 1 });
    }
    await expect(page.getByRole('radio')).toHaveCount(7);
    await expect(connect.snippet).toBeInViewport();
  }
});
