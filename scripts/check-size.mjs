// @ts-check
/**
 * Fails when the window's script has outgrown its limit: what loads before the first view, gzipped, without
 * the parts that are fetched when they are first looked at. Reads the build in `dist/renderer`.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** In bytes, gzipped. */
const LIMIT = 30_000;

const folder = fileURLToPath(new URL('../dist/renderer', import.meta.url));
const entries = entryScripts(join(folder, 'index.html'));
if (entries.length === 0) throw new Error('dist/renderer/index.html names no script. Build first.');

const first = withImports(entries);
const rows = [...first].map((file) => ({ file, bytes: gzippedBytes(file) }));
const sum = rows.reduce((total, { bytes }) => total + bytes, 0);
const later = scripts().filter((file) => !first.has(file));
const laterSum = later.reduce((total, file) => total + gzippedBytes(file), 0);

for (const { file, bytes } of rows) console.log(`${kilobytes(bytes)}  ${relative(folder, file)}`);
console.log(`${kilobytes(sum)}  before the first view, of at most ${kilobytes(LIMIT)}`);
console.log(`${kilobytes(laterSum)}  in ${later.length} parts that are fetched later`);
if (sum > LIMIT) {
  console.error(
    'The window has outgrown its limit. Load more of it later, or leave something out.',
  );
  process.exitCode = 1;
}

/**
 * @param {string} page
 * @returns {string[]} The scripts that the page itself asks for.
 */
function entryScripts(page) {
  const html = readFileSync(page, 'utf8');
  return [...html.matchAll(/<(?:script|link)[^>]+(?:src|href)="([^"]+\.js)"/g)].map(
    ([, path = '']) => join(folder, path),
  );
}

/**
 * @param {readonly string[]} files
 * @returns {Set<string>} These and everything they import statically.
 */
function withImports(files) {
  /** @type {Set<string>} */
  const found = new Set();
  const waiting = [...files];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    const code = readFileSync(file, 'utf8');
    // `import(...)` is a later part; `import ... from "./x.js"` and `import "./x.js"` are not.
    for (const [, path = ''] of code.matchAll(
      /(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+\.js)["']/g,
    )) {
      waiting.push(join(dirname(file), path));
    }
  }
  return found;
}

/** @returns {string[]} */
function scripts() {
  const assets = join(folder, 'assets');
  return readdirSync(assets)
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(assets, name));
}

/**
 * @param {string} file
 * @returns {number}
 */
function gzippedBytes(file) {
  return gzipSync(readFileSync(file), { level: 9 }).length;
}

/**
 * @param {number} bytes
 * @returns {string}
 */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1).padStart(6)} kB`;
}
