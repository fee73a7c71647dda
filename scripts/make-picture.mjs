// @ts-check
/**
 * `npm run picture`: the moving picture of the README, in both themes, to `.github/window-light.webp` and
 * `.github/window-dark.webp`. The built window against a real host, and requests that come in one by one, with the
 * LiveKit server that LIVEKIT_SERVER names, if any. Its results are in the repository.
 */
import { spawn } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { startHost } from './demo-host.mjs';
import { build } from './launch/fresh-build.mjs';
import { findChromium } from './test-run/chromium.mjs';

/** @typedef {'light' | 'dark'} Theme */
/**
 * A picture of an animation: the part of the canvas that changed, as a WebP file of its own.
 *
 * @typedef {{ webp: Buffer, x: number, y: number, width: number, height: number, milliseconds: number }} Frame
 */

/** Flags of a WebP file. */
const ANIMATION = 0b10;
const REPLACES = 0b10;

const SIZE = { width: 1120, height: 700 };
const THEMES = /** @type {const} */ (['light', 'dark']);
const QUALITY = 0.82;
/** What both files may weigh together. */
const MAX_BYTES = 1_500_000;
/** A panel takes 180 ms to come in. */
const SETTLE_MS = 320;

/** Apps that ask, in this order; the last one is refused. */
const REQUESTS = [
  { agent: 'okhttp/4.12.0', body: { room_name: 'standup', participant_identity: 'ana' } },
  {
    agent: 'Mozilla/5.0 (Macintosh) Chrome/141',
    origin: 'http://localhost:5173',
    body: { room_name: 'standup', participant_identity: 'ben' },
  },
  { agent: 'Dart/3.5 (dart:io)', target: '/token?preset=viewer', body: { room_name: 'stage' } },
  { agent: 'Mozilla/5.0 (Macintosh) Chrome/141', origin: 'https://app.example.com', body: {} },
];

const root = fileURLToPath(new URL('..', import.meta.url));
if (build(root) !== 0) process.exit(1);

const executablePath = findChromium();
const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
const livekit = startLiveKit();
const host = await startHost({ port: 7885 });
const page = await browser.newPage({ viewport: SIZE });
const studio = await browser.newPage();
/** @type {Record<Theme, Frame[]>} */
const frames = { light: [], dark: [] };

try {
  await page.goto(await host.link());
  await page.getByRole('region', { name: 'Token server' }).waitFor();
  await open('Connect');
  await show(1800);
  await open('Activity');
  await show(700);
  for (const request of REQUESTS) {
    await ask(request);
    await show(900);
  }
  await page.locator('.line-open').first().click();
  await show(2600);
  await open('Tokens');
  await show(1500);
} finally {
  await browser.close();
  await host.close();
  livekit?.kill('SIGKILL');
}

let weight = 0;
for (const theme of THEMES) {
  const file = join(root, `.github/window-${theme}.webp`);
  writeFileSync(file, animatedWebp({ ...SIZE, frames: frames[theme] }));
  weight += statSync(file).size;
}
console.log(`${frames.light.length} frames, ${(weight / 1000).toFixed(0)} kB in both themes.`);
if (weight > MAX_BYTES)
  throw new Error(`The pictures weigh ${weight} bytes; at most ${MAX_BYTES}.`);

/** What "Local LiveKit" means, if LIVEKIT_SERVER names one: without it the window says that apps cannot join. */
function startLiveKit() {
  const program = process.env['LIVEKIT_SERVER'];
  if (!program) return undefined;
  return spawn(program, ['--dev', '--bind', '127.0.0.1'], { stdio: 'ignore' });
}

/** @param {string} view */
async function open(view) {
  await page.getByRole('navigation').getByRole('button', { name: view, exact: true }).click();
  await page.mouse.move(SIZE.width / 2, SIZE.height - 4);
}

/**
 * Takes a frame in each theme.
 *
 * @param {number} milliseconds How long it is shown.
 */
async function show(milliseconds) {
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(SETTLE_MS);
    const png = (await page.screenshot()).toString('base64');
    frames[colorScheme].push({ ...(await changedPart(png, colorScheme)), milliseconds });
  }
}

/**
 * What changed since the last frame of this theme, as a WebP made by the browser.
 *
 * @param {string} png In base64.
 * @param {Theme} theme
 * @returns {Promise<Omit<Frame, 'milliseconds'>>}
 */
async function changedPart(png, theme) {
  const { webp, ...place } = await studio.evaluate(
    async ({ source, name, quality }) => {
      const picture = await createImageBitmap(
        await (await fetch(`data:image/png;base64,${source}`)).blob(),
      );
      const { width, height } = picture;
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d', { alpha: false });
      if (context === null) throw new Error('There is no canvas.');
      context.drawImage(picture, 0, 0);
      const now = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
      /** @type {Uint32Array | undefined} */
      const before = Reflect.get(globalThis, name);
      Reflect.set(globalThis, name, now);
      let [left, top, right, bottom] = before ? [width, height, 0, 0] : [0, 0, width, height];
      if (before !== undefined) {
        for (let at = 0; at < now.length; at += 1) {
          if (now[at] === before[at]) continue;
          const [x, y] = [at % width, Math.floor(at / width)];
          left = Math.min(left, x);
          top = Math.min(top, y);
          right = Math.max(right, x + 1);
          bottom = Math.max(bottom, y + 1);
        }
      }
      // The container counts places in steps of two, and a frame cannot be empty.
      const x = Math.min(left, width - 2) & ~1;
      const y = Math.min(top, height - 2) & ~1;
      const part = { x, y, width: Math.max(right - x, 2), height: Math.max(bottom - y, 2) };
      const cut = new OffscreenCanvas(part.width, part.height);
      cut.getContext('2d', { alpha: false })?.drawImage(picture, -x, -y);
      const blob = await cut.convertToBlob({ type: 'image/webp', quality });
      return { ...part, webp: [...new Uint8Array(await blob.arrayBuffer())] };
    },
    { source: png, name: `before-${theme}`, quality: QUALITY },
  );
  return { ...place, webp: Buffer.from(webp) };
}

/** @param {{ agent: string, origin?: string, target?: string, body: object }} request */
async function ask({ agent, origin, target = '/token', body }) {
  await fetch(new URL(target, host.endpoint), {
    method: 'POST',
    headers: { 'User-Agent': agent, ...(origin === undefined ? {} : { Origin: origin }) },
    body: JSON.stringify(body),
  });
}

/**
 * One WebP file that shows pictures in turn, in a loop. The pictures themselves come from a browser's canvas, so this
 * only puts them into the container: https://developers.google.com/speed/webp/docs/riff_container.
 *
 * @param {{ width: number, height: number, frames: readonly Frame[] }} animation Sizes in pixels; `x` and `y` even.
 * @returns {Buffer}
 */
function animatedWebp({ width, height, frames }) {
  const canvas = Buffer.alloc(10);
  canvas.writeUInt8(ANIMATION, 0);
  canvas.writeUIntLE(width - 1, 4, 3);
  canvas.writeUIntLE(height - 1, 7, 3);
  const chunks = [chunk('VP8X', canvas), chunk('ANIM', Buffer.alloc(6)), ...frames.map(frameChunk)];
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
  return chunk('RIFF', body);
}

/**
 * @param {Frame} frame
 * @returns {Buffer}
 */
function frameChunk({ webp, x, y, width, height, milliseconds }) {
  const head = Buffer.alloc(16);
  head.writeUIntLE(x / 2, 0, 3);
  head.writeUIntLE(y / 2, 3, 3);
  head.writeUIntLE(width - 1, 6, 3);
  head.writeUIntLE(height - 1, 9, 3);
  head.writeUIntLE(milliseconds, 12, 3);
  head.writeUInt8(REPLACES, 15);
  return chunk('ANMF', Buffer.concat([head, ...pictureChunks(webp)]));
}

/**
 * @param {Buffer} webp
 * @returns {Buffer[]} What holds the pixels, without the header of a file of its own.
 */
function pictureChunks(webp) {
  const found = [];
  let at = 12;
  while (at < webp.length) {
    const kind = webp.toString('latin1', at, at + 4);
    const end = at + 8 + webp.readUInt32LE(at + 4);
    if (kind === 'VP8 ' || kind === 'VP8L' || kind === 'ALPH') {
      found.push(chunk(kind, webp.subarray(at + 8, end)));
    }
    at = end + (end % 2);
  }
  return found;
}

/**
 * @param {string} kind Four letters.
 * @param {Buffer} content
 * @returns {Buffer}
 */
function chunk(kind, content) {
  const head = Buffer.alloc(8);
  head.write(kind, 0, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}
