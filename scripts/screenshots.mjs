// @ts-check
/**
 * `node scripts/screenshots.mjs`: takes every view of the built window, empty, filled and with an error, in
 * both themes and at both sizes it is made for, to `test-results/screenshots`. For a look through.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { fillHost, startHost } from './demo-host.mjs';
import { findChromium } from './test-run/chromium.mjs';

/** @typedef {import('./demo-host.mjs').Host} Host */
/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {'empty' | 'filled' | 'error'} State */

const VIEWS = [
  'Connect',
  'Projects',
  'Defaults',
  'Presets',
  'Tokens',
  'Activity',
  'Room',
  'Settings',
];
const DEVICES = [
  'iOS simulator',
  'Android emulator',
  'Phone',
  'Browser',
  'Container',
  'ESP32',
  'This machine',
];
const THEMES = /** @type {const} */ (['light', 'dark']);
const SIZES = [
  { width: 1200, height: 800 },
  { width: 720, height: 560 },
];
/** A panel takes 180 ms to come in. */
const SETTLE_MS = 300;

/**
 * Makes something go wrong in each view, and waits until it shows.
 *
 * @type {Readonly<Record<string, (page: Page) => Promise<void>>>}
 */
const ERRORS = {
  // The taken port is the error of this view; it is shown over all of them.
  Connect: async () => {},

  Projects: async (page) => {
    await page.getByRole('button', { name: 'Add project' }).click();
    await page.getByRole('button', { name: 'Type them' }).click();
    const form = page.getByRole('form', { name: 'New project' });
    await form.getByLabel('LiveKit URL').fill(' https://shop.livekit.cloud');
    await form.getByLabel('API key').fill('made-up-secret-that-opens-nothing-0a1b2c3d');
    await form.getByLabel('API secret', { exact: true }).fill('APIshop4f8a2c1');
    await form.getByRole('button', { name: 'Save and use' }).click();
    await form.getByText('look swapped').waitFor();
  },

  Defaults: async (page) => {
    await page.getByRole('textbox', { name: 'Identity template' }).fill('dev-{nonsense}');
    await page.getByText('is not a template word').waitFor();
  },

  Presets: async (page) => {
    await page.getByRole('textbox', { name: 'Grants as JSON' }).fill('{"video": {"canFly": true}}');
    await page.getByText('Unknown grant').waitFor();
  },

  Tokens: async (page) => {
    await page
      .getByRole('form', { name: 'Mint a token' })
      .getByLabel('Identity')
      .fill('é'.repeat(129));
    await page.getByRole('button', { name: 'Mint token' }).click();
    await page.getByText('LiveKit allows 256 bytes').waitFor();
  },

  Activity: async (page) => {
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Blocked' })
      .getByRole('button')
      .first()
      .click();
    await page.getByRole('button', { name: 'Allow this origin' }).waitFor();
  },

  Settings: async (page) => {
    await page.getByRole('textbox', { name: 'Port' }).fill('6000');
    await page.getByRole('button', { name: 'Change port' }).click();
    await page.getByText('Browsers refuse port 6000').waitFor();
  },
};

const folder = fileURLToPath(new URL('../test-results/screenshots', import.meta.url));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const executablePath = findChromium();
const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
try {
  let taken = 0;
  for (const state of /** @type {const} */ (['empty', 'filled', 'error']))
    taken += await takeAll(state);
  console.log(`${taken} screenshots in ${folder}`);
} finally {
  await browser.close();
}

/**
 * @param {State} state
 * @returns {Promise<number>}
 */
async function takeAll(state) {
  const host = await startHost();
  try {
    if (state !== 'empty') await fillHost(host);
    if (state === 'error') await host.losePort();
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(await host.link());
    await page.getByRole('region', { name: 'Token server' }).waitFor();
    let taken = 0;
    for (const view of VIEWS) {
      await page.setViewportSize({ width: 1200, height: 800 });
      await page.getByRole('navigation').getByRole('button', { name: view, exact: true }).click();
      if (state === 'filled') await openFirst(page, view);
      if (state === 'error') await ERRORS[view]?.(page);
      await page.mouse.move(600, 790);
      taken += await take(page, `${view.toLowerCase()}-${state}`);
      if (view === 'Connect' && state !== 'error') taken += await takeDevices(page, state);
    }
    await context.close();
    return taken;
  } finally {
    await host.close();
  }
}

/**
 * Connect for each device, and the sheet that checks a phone.
 *
 * @param {Page} page
 * @param {State} state
 * @returns {Promise<number>}
 */
async function takeDevices(page, state) {
  let taken = 0;
  for (const device of DEVICES) {
    await page.getByRole('radio', { name: device }).check();
    await page.locator('.devices').scrollIntoViewIfNeeded();
    taken += await take(page, `connect-${device.toLowerCase().replaceAll(' ', '-')}-${state}`);
  }
  await page.getByRole('button', { name: 'Check a phone…' }).click();
  await page.getByRole('dialog').getByRole('listitem').first().waitFor();
  taken += await take(page, `connect-check-a-phone-${state}`);
  await page.getByRole('button', { name: 'Done' }).click();
  return taken;
}

/**
 * @param {Page} page
 * @param {string} view
 */
async function openFirst(page, view) {
  if (view !== 'Activity') return;
  await page.locator('.line-open').first().click();
  await page.getByText('As received').waitFor();
}

/**
 * @param {Page} page
 * @param {string} name
 * @returns {Promise<number>}
 */
async function take(page, name) {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(SETTLE_MS);
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${size.width}.png`) });
    }
  }
  return SIZES.length * THEMES.length;
}
