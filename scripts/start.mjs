// @ts-check
/**
 * `npm start [-- --headless] [arguments]`: builds what is stale and starts the desktop app where Electron
 * and a screen are there, else the headless host with the same window in the browser. Says which and why.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  electronExecutable,
  electronSwitches,
  installElectron,
  probeElectron,
  screenAbsence,
} from './launch/electron-program.mjs';
import { build } from './launch/fresh-build.mjs';
import { runAttached } from './launch/run-attached.mjs';

/** An app that ends this soon may never have come up; later it was the person who ended it. */
const EARLY_MS = 15_000;

const root = fileURLToPath(new URL('..', import.meta.url));
const machine = { root, env: process.env, platform: process.platform };
const given = process.argv.slice(2);
const args = given.filter((argument) => argument !== '--headless');

process.exitCode = build(root) || (await start());

/** @returns {Promise<number>} */
async function start() {
  if (given.includes('--headless')) return headless('as asked');
  const noScreen = screenAbsence(machine);
  if (noScreen !== undefined) return headless(noScreen);

  const notFetched =
    electronExecutable(machine) === undefined ? await installElectron(root) : undefined;
  const executable = electronExecutable(machine);
  if (executable === undefined) {
    return headless(
      `Electron is not installed: ${notFetched ?? 'its installer left no program'}. To fetch it without a time limit: npx --no install-electron`,
    );
  }
  return desktop(executable);
}

/**
 * @param {string} executable
 * @returns {Promise<number>}
 */
async function desktop(executable) {
  console.log(
    'Token Tray: starting the desktop app, since Electron and a screen are here.\n' +
      `Its window shows the URL for your app: ${endpointHint(args)}.\n` +
      'To start without it: npm start -- --headless',
  );
  const switches = electronSwitches({ platform: process.platform, userId: process.getuid?.() });
  const { code, milliseconds } = await runAttached(executable, [...switches, root, ...args], {
    cwd: root,
  });
  if (code === 0 || milliseconds > EARLY_MS) return code;
  // Was it the app that failed, or can no Electron start here? Only the latter is a reason to go on.
  const probe = await probeElectron(executable);
  return probe.starts ? code : headless(`Electron does not start here: ${probe.reason}`);
}

/**
 * @param {string} reason
 * @returns {Promise<number>}
 */
async function headless(reason) {
  console.log(
    `Token Tray: starting the headless host, with the window in your browser.\nWhy: ${reason}.`,
  );
  const { code } = await runAttached(
    process.execPath,
    [join(root, 'dist/headless/token-tray.cjs'), 'serve', ...args],
    { cwd: root },
  );
  return code;
}

/**
 * @param {string[]} args
 * @returns {string} Where tokens are served, as far as the arguments tell.
 */
function endpointHint(args) {
  const { port } = parseArgs({
    args,
    strict: false,
    options: { port: { type: 'string' } },
  }).values;
  return port === undefined
    ? 'http://localhost:7885/token unless the port was changed'
    : `http://localhost:${port}/token`;
}
