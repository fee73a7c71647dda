// @ts-check
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from './free-port.mjs';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/**
 * A server under measurement. `spawned` is a reading of performance.now(), `folder` what goes with the server.
 * `ready` is called once it answers, before it is measured.
 * @typedef {{ name: string, port: number, spawned: number, folder: string, child: ChildProcess, ready: () => Promise<unknown>, stop: () => Promise<void> }} Started
 */

/** @typedef {{ name: string, start: () => Promise<Started> }} Contestant */

const OUR_NAME = 'Token Tray';
const OURS = fileURLToPath(new URL('../../dist/headless/token-tray.cjs', import.meta.url));

/** Ours as it ships: every guard and the activity on, a data folder that does not exist yet. */
export const ours = contestant(OUR_NAME, (port, folder) => serve(port, join(folder, 'data')));

/**
 * From the least code that mints in Express to Node alone.
 * @type {Contestant[]}
 */
export const others = [
  contestant('Express', (port) => [file('bare-express.mjs'), String(port)]),
  contestant('Fastify', (port) => [file('bare-fastify.mjs'), String(port)]),
  contestant('node:http', (port) => [file('bare-http.mjs'), String(port)]),
];

/**
 * Ours with a project whose LiveKit server is at `url`, and is asked whether those who got a token joined, or is not.
 * Either has tried the project once: a process that was ever a client is slower for it, whoever it asks later.
 * @param {boolean} isWatching
 * @param {string} url
 * @param {string} [name]
 * @returns {Contestant}
 */
export function oursWith(isWatching, url, name = OUR_NAME) {
  const parametersFor = async (/** @type {number} */ port, /** @type {string} */ folder) => {
    const data = join(folder, 'data');
    await run(data, 'project', 'add', 'Bench', '--url', url, '--api-key', 'devkey', '--use');
    const path = join(data, 'settings.json');
    const settings = JSON.parse(readFileSync(path, 'utf8'));
    for (const project of settings.projects) project.watchJoins = isWatching;
    writeFileSync(path, JSON.stringify(settings));
    return serve(port, data);
  };
  return contestant(name, parametersFor, (folder) =>
    run(join(folder, 'data'), 'project', 'test', 'bench'),
  );
}

/**
 * @param {string} data
 * @param {string[]} command
 */
function run(data, ...command) {
  return promisify(execFile)(process.execPath, [OURS, ...command, '--data-dir', data], {
    env: { ...environment(), LIVEKIT_API_SECRET: 'secret' },
  });
}

/**
 * @param {number} port
 * @param {string} data
 * @returns {string[]}
 */
function serve(port, data) {
  const options = ['--port', String(port), '--ui-port', '0', '--no-open', '--json'];
  return [OURS, 'serve', ...options, '--data-dir', data];
}

/**
 * @param {string} name
 * @param {(port: number, folder: string) => string[] | Promise<string[]>} parametersFor
 * @param {(folder: string) => Promise<unknown>} [ready]
 * @returns {Contestant}
 */
function contestant(name, parametersFor, ready = async () => {}) {
  const start = async () => {
    const port = await freePort();
    const folder = mkdtempSync(join(tmpdir(), 'token-tray-bench-'));
    const parameters = await parametersFor(port, folder);
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
    return { name, port, spawned, folder, child, ready: () => ready(folder), stop };
  };
  return { name, start };
}

/** @param {string} name */
function file(name) {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** The same for all, and none of the developer's own projects or Node options. */
function environment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(LIVEKIT_|TOKEN_TRAY_|NODE_|npm_)/.test(name),
    ),
  );
}
