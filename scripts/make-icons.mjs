// @ts-check
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findChromium } from './test-run/chromium.mjs';

/**
 * `node scripts/make-icons.mjs`: draws every icon of the app from build/icons/token-tray.svg. Its results are
 * in the repository, so only a change of the drawing needs it, and the Chromium of the browser tests.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'build/icons');
const drawing = readFileSync(join(folder, 'token-tray.svg'), 'utf8');

const TRAY_ICONS = ['serving', 'lan', 'stopped', 'attention', 'drill'];
/** macOS draws 18 pt, Linux panels 22 to 24; each also at twice that. */
const TRAY_SIZES = [18, 24, 36, 48];
/** Windows draws 16 px at 100 %, 20 at 125 %, and so on to 300 %, and takes the picture of that size from a file. */
const WINDOWS_TRAY_SIZES = [16, 20, 24, 28, 32, 40, 48];
/** Linux does not tell what colour a panel has, so there a glyph has an edge that shows where it itself does not. */
const EDGED_SIZES = new Set([24, 48]);
const [INK, PAPER] = ['#1d2127', '#f5f7fa'];
/** The glyph's colour and its edge's, named after the panel it is seen on. macOS takes the shape of the first alone. */
const TRAY_COLOURS = { onLight: [INK, PAPER], onDark: [PAPER, INK] };
const LINUX_SIZES = [16, 32, 48, 64, 128, 256, 512];

/** The kinds that hold a PNG, with their width in pixels; the last five are the doubled ones. */
const ICNS_KINDS = /** @type {const} */ ([
  ['icp4', 16],
  ['icp5', 32],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
  ['ic10', 1024],
]);

const executablePath = findChromium();
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  chromiumSandbox: false,
});
const page = await browser.newPage();

/**
 * @param {string[]} groups Ids of the drawing's groups.
 * @param {number} size In pixels.
 * @param {{ colour?: string | undefined, edge?: string | undefined }} [look]
 * @returns {Promise<Buffer>} A PNG.
 */
async function draw(groups, size, { colour = '#000000', edge } = {}) {
  const shown = groups.map((id) => `#${id}`).join(', ');
  // A line around the shape, without a blur: a soft one was hardly seen on a light panel.
  const offset = `${size / 30}px`;
  const sides = [`${offset} 0`, `-${offset} 0`, `0 ${offset}`, `0 -${offset}`];
  const filter =
    edge === undefined ? 'none' : sides.map((side) => `drop-shadow(${side} 0 ${edge})`).join(' ');
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px; color: ${colour}; filter: ${filter} }
     svg > g { display: none } ${shown} { display: inline !important }</style>${drawing}`,
  );
  return page.screenshot({ omitBackground: true });
}

/** @type {Record<string, Record<string, Record<string, string>>>} */
const pictures = {};
const trayFolder = join(root, 'main/hosts/electron/tray');
mkdirSync(trayFolder, { recursive: true });
for (const icon of TRAY_ICONS) {
  pictures[icon] = {};
  for (const [name, [colour, edge]] of Object.entries(TRAY_COLOURS)) {
    /** @type {Record<string, string>} */
    const sizes = {};
    for (const size of TRAY_SIZES) {
      const look = EDGED_SIZES.has(size) ? { colour, edge } : { colour };
      sizes[size] = (await draw(['tray', icon], size, look)).toString('base64');
    }
    pictures[icon][name] = sizes;
    const drawn = [];
    for (const size of WINDOWS_TRAY_SIZES) {
      drawn.push({ size, png: await draw(['tray', icon], size, { colour }) });
    }
    writeFileSync(join(trayFolder, `${icon}-${name}.ico`), icoFile(drawn));
  }
}
/** @type {Map<number, Buffer>} */
const app = new Map();
for (const size of [16, 24, 32, 48, 64, 128, 256, 512, 1024])
  app.set(size, await draw(['app'], size));
await browser.close();

writeFileSync(
  join(root, 'main/hosts/electron/pictures.json'),
  `${JSON.stringify({ app: sized(128).toString('base64'), tray: pictures }, null, 2)}\n`,
);

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

/**
 * A macOS icon file: blocks of a four-letter kind, a length that counts its own 8 bytes, and a PNG.
 *
 * @param {(size: number) => Buffer} png
 * @returns {Buffer}
 */
function icnsFile(png) {
  const blocks = ICNS_KINDS.map(([kind, size]) => block(kind, png(size)));
  return block('icns', Buffer.concat(blocks));
}

/**
 * @param {string} kind
 * @param {Buffer} content
 * @returns {Buffer}
 */
function block(kind, content) {
  const head = Buffer.alloc(8);
  head.write(kind, 0, 'ascii');
  head.writeUInt32BE(head.length + content.length, 4);
  return Buffer.concat([head, content]);
}

/**
 * A Windows icon file of PNGs: a header of 6 bytes, an entry of 16 for each picture, then the pictures.
 *
 * @param {{ size: number, png: Buffer }[]} pictures
 * @returns {Buffer}
 */
function icoFile(pictures) {
  const header = Buffer.alloc(6);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length + 16 * pictures.length;
  const entries = pictures.map(({ size, png }) => {
    const entry = Buffer.alloc(16);
    // A byte cannot hold 256, which is written as 0.
    entry.writeUInt8(size % 256, 0);
    entry.writeUInt8(size % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += png.length;
    return entry;
  });
  return Buffer.concat([header, ...entries, ...pictures.map(({ png }) => png)]);
}
