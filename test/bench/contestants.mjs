// @ts-check
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.mjs';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/**
 * A server under measurement. `spawned` is a reading of performance.now(), `folder` what goes with the server.
 * @typedef {{ name: string, port: number, spawned: number, folder: string, child: ChildProcess, stop: () => Promise<void> }} Started
 */

/** @typedef {{ name: string, start: () => Promise<Started> }} Contestant */

const BARE = fileURLToPath(new URL('bare-server.mjs', import.meta.url));
const OURS = fileURLToPath(new URL('../../dist/headless/token-tray.cjs', import.meta.url));

/** @type {Contestant} */
export const bare = {
  name: 'bare',
  start: async () => {
    const port = await freePort();
    return launch('bare', port, [BARE, String(port)], temporaryFolder());
  },
};

/**
 * Ours as it ships: every guard and the activity on, a data folder that does not exist yet.
 * @type {Contestant}
 */
export const ours = {
  name: 'ours',
  start: async () => {
    const port = await freePort();
    const folder = temporaryFolder();
    const parameters = ['serve', '--port', String(port), '--ui-port', '0', '--no-open', '--json'];
    return launch('ours', port, [OURS, ...parameters, '--data-dir', join(folder, 'data')], folder);
  },
};

/**
 * @param {string} name
 * @param {number} port
 * @param {string[]} parameters
 * @param {string} folder
 * @returns {Started}
 */
function launch(name, port, parameters, folder) {
  const spawned = performance.now();
  const child = spawn(process.execPath, parameters, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: environment(),
  });
  const exited = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGKILL');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  return { name, port, spawned, folder, child, stop };
}

/** @returns {string} */
function temporaryFolder() {
  return mkdtempSync(join(tmpdir(), 'token-tray-bench-'));
}

/** The same for both, and none of the developer's own projects or Node options. */
function environment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(LIVEKIT_|NODE_|npm_)/.test(name)),
  );
}
