// @ts-check
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Long enough for 130 MB at 1 MB/s, short enough that nobody takes the start for hung. */
const SECONDS = 180;

/**
 * Fetches Electron's program with Electron's own installer. Its package no longer does so while npm
 * installs it (since Electron 42).
 *
 * @param {string} root The repository.
 * @param {number} [seconds] After this time it is given up.
 * @returns {Promise<string | undefined>} Why it is not there, in a few words; undefined when it is.
 */
export async function installElectron(root, seconds = SECONDS) {
  const folder = join(root, 'node_modules/electron');
  /** @type {{ version: string }} */
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  console.log(`Electron ${version} is not here yet: fetching it once, for at most ${seconds} s.`);

  const child = spawn(process.execPath, [join(folder, 'install.js')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (errors = (errors + text).slice(0, 4000)));
  const stop = setTimeout(() => child.kill(), seconds * 1000);
  /** @type {number | null} */
  const code = await new Promise((resolve) => {
    child.on('error', () => resolve(1)).on('close', resolve);
  });
  clearTimeout(stop);

  if (code === 0) return undefined;
  if (code === null) return `it was not fetched within ${seconds} s`;
  return `it could not be fetched (${firstLine(errors) || `exit code ${code}`})`;
}

/**
 * @param {string} text
 * @returns {string}
 */
function firstLine(text) {
  return (text.split('\n').find((line) => line.trim() !== '') ?? '').trim().slice(0, 160);
}
