// @ts-check
/**
 * `node scripts/make-icons.mjs`: draws every icon of the app from build/icons/token-tray.svg. Its results are
 * in the repository, so only a change of the drawing needs it, and the Chromium of the browser tests.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findChromium } from './test-run/find-chromium.mjs';
import { icnsFile } from './icons/icns-file.mjs';
import { icoFile } from './icons/ico-file.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'build/icons');
const drawing = readFileSync(join(folder, 'token-tray.svg'), 'utf8');

const TRAY_ICONS = ['serving', 'lan', 'stopped', 'attention'];
/** Windows draws 16 px, macOS 18 pt, Linux panels 22 to 24; each also at twice that. */
const TRAY_SIZES = [16, 18, 24, 32, 36, 48];
/** The glyph's colour, named after the panel it is seen on. macOS takes the shape of the first alone. */
const TRAY_COLOURS = { onLight: '#1d2127', onDark: '#f5f7fa' };
const LINUX_SIZES = [16, 32, 48, 64, 128, 256, 512];

const executablePath = findChromium({
  env: process.env,
  platform: process.platform,
  ofPlaywright: chromium.executablePath(),
});
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  chromiumSandbox: false,
});
const page = await browser.newPage();

/**
 * @param {string[]} groups Ids of the drawing's groups.
 * @param {number} size In pixels.
 * @param {string} colour
 * @returns {Promise<Buffer>} A PNG.
 */
async function draw(groups, size, colour = '#000000') {
  const shown = groups.map((id) => `#${id}`).join(', ');
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px; color: ${colour} }
     svg > g { display: none } ${shown} { display: inline !important }</style>${drawing}`,
  );
  return page.screenshot({ omitBackground: true });
}

/** @type {Record<string, Record<string, Record<string, string>>>} */
const pictures = {};
for (const icon of TRAY_ICONS) {
  pictures[icon] = {};
  for (const [name, colour] of Object.entries(TRAY_COLOURS)) {
    /** @type {Record<string, string>} */
    const sizes = {};
    for (const size of TRAY_SIZES) {
      sizes[size] = (await draw(['tray', icon], size, colour)).toString('base64');
    }
    pictures[icon][name] = sizes;
  }
}
writeFileSync(
  join(root, 'main/hosts/electron/tray-pictures.json'),
  `${JSON.stringify(pictures, null, 2)}\n`,
);

/** @type {Map<number, Buffer>} */
const app = new Map();
for (const size of [16, 24, 32, 48, 64, 128, 256, 512, 1024])
  app.set(size, await draw(['app'], size));
await browser.close();

mkdirSync(join(folder, 'linux'), { recursive: true });
for (const size of LINUX_SIZES) {
  writeFileSync(join(folder, 'linux', `${size}x${size}.png`), sized(size));
}
writeFileSync(join(folder, 'icon.png'), sized(512));
writeFileSync(
  join(folder, 'icon.ico'),
  icoFile([16, 24, 32, 48, 64, 128, 256].map((size) => ({ size, png: sized(size) }))),
);
writeFileSync(join(folder, 'icon.icns'), icnsFile(sized));

/**
 * @param {number} size
 * @returns {Buffer}
 */
function sized(size) {
  const png = app.get(size);
  if (png === undefined) throw new Error(`The icon was not drawn at ${size} px.`);
  return png;
}
