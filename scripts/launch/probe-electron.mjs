// @ts-check
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { electronSwitches } from './electron-switches.mjs';

const MARK = 'electron-is-ready';

/** CommonJS, since Electron takes ES modules as the entry only from version 28 on. */
const ENTRY = `
const { app } = require('electron');
app.whenReady().then(() => {
  console.log('${MARK} ' + process.versions.electron);
  app.exit(0);
});
`;

/** What the dynamic linker, Chromium and Electron say when they cannot start, most telling first. */
const TELLING = [
  /error while loading shared libraries: .*/,
  /The SUID sandbox helper binary was found, but is not configured correctly/,
  /No usable sandbox!/,
  /Missing X server or \$DISPLAY/,
  /Unable to open X display/,
];

/**
 * Starts Electron for real with the smallest app there is, and waits until it is ready: the only way to
 * know that its libraries, its sandbox and a screen are there.
 *
 * @param {string} executable
 * @param {{ wrap?: (command: string[]) => string[], env?: NodeJS.ProcessEnv, seconds?: number }} [options]
 *   `wrap` puts another command before it, such as `xvfb-run`.
 * @returns {Promise<{ starts: true, version: string } | { starts: false, reason: string }>}
 */
export async function probeElectron(executable, options = {}) {
  const { wrap = (command) => command, env = process.env, seconds = 40 } = options;
  const folder = mkdtempSync(join(tmpdir(), 'electron-probe-'));
  writeFileSync(join(folder, 'package.json'), '{"name":"electron-probe","main":"main.cjs"}');
  writeFileSync(join(folder, 'main.cjs'), ENTRY);
  const [command = executable, ...args] = wrap([
    executable,
    ...electronSwitches({ platform: process.platform, userId: process.getuid?.() }),
    `--user-data-dir=${join(folder, 'data')}`,
    folder,
  ]);
  try {
    const { output, code } = await run(command, args, env, seconds);
    const version = output.match(new RegExp(`${MARK} (\\S+)`))?.[1];
    if (version !== undefined) return { starts: true, version };
    return { starts: false, reason: whyNot(output, code, seconds) };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {number} seconds
 * @returns {Promise<{ output: string, code: number | null }>} Code null: it had to be ended.
 */
function run(command, args, env, seconds) {
  return new Promise((resolve) => {
    const ownGroup = process.platform !== 'win32';
    const child = spawn(command, args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: ownGroup,
    });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => (output += chunk.toString('utf8'));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const stop = setTimeout(() => {
      if (ownGroup && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      else child.kill('SIGKILL');
    }, seconds * 1000);
    child.on('error', (error) => {
      clearTimeout(stop);
      resolve({ output: error.message, code: 1 });
    });
    child.on('close', (code) => {
      clearTimeout(stop);
      resolve({ output, code });
    });
  });
}

/**
 * @param {string} output
 * @param {number | null} code
 * @param {number} seconds
 * @returns {string}
 */
function whyNot(output, code, seconds) {
  for (const pattern of TELLING) {
    const said = output.match(pattern)?.[0];
    if (said !== undefined) return said.slice(0, 200);
  }
  if (code === null) return `it was not ready within ${seconds} s`;
  const last = output.trim().split('\n').at(-1) ?? '';
  return `it ended with exit code ${code}${last === '' ? '' : ` (${last.trim().slice(0, 160)})`}`;
}
