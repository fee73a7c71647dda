// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { electronSwitches } from './electron-program.mjs';

/** `npm start` may have to build first, and to fetch Electron. */
const START_MS = 300_000;
const POLL_MS = 250;
const QUIT_MS = 20_000;
/** A window is up by then. */
const SHOW_MS = 5000;

/**
 * The app under check, started as a user would.
 *
 * @typedef {object} StartedApp
 * @property {string} dataFolder
 * @property {string} endpoint
 * @property {() => string} output What it has printed.
 * @property {() => string} log Its own log.
 * @property {() => Promise<void>} quit Ends it as the system does; throws where it leaves its lock behind.
 */

/**
 * @param {{ root: string, program: string | undefined, dataFolder: string, port: number, args?: string[] }} options
 *   `program`: a packaged app; without one it is `npm start`.
 * @returns {StartedApp}
 */
export function startApp({ root, program, dataFolder, port, args = [] }) {
  const given = [`--data-dir=${dataFolder}`, `--port=${port}`, ...args];
  const switches = electronSwitches({ platform: process.platform, userId: process.getuid?.() });
  const [command, ...rest] =
    program === undefined
      ? [process.execPath, join(root, 'scripts/start.mjs'), ...given]
      : [program, ...switches, ...given];
  console.log(`starts: ${[command, ...rest].join(' ')}`);
  const child = spawn(command ?? '', rest, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return {
    dataFolder,
    endpoint: `http://127.0.0.1:${port}`,
    output: () => output,
    log: () => textOf(join(dataFolder, 'logs/token-tray.log')),
    quit: async () => {
      if (process.platform === 'win32') {
        // Only a window is told of the end, and a second start makes the first show it.
        spawnSync(command ?? '', rest, { cwd: root, stdio: 'ignore', timeout: START_MS });
        await new Promise((done) => setTimeout(done, SHOW_MS));
      }
      endProcess(pidOf(dataFolder));
      await within(ended, QUIT_MS, 'the end of the app');
      if (existsSync(join(dataFolder, 'lock'))) throw new Error('The lock was left behind.');
      console.log('ended, and its lock is gone');
    },
  };
}

/**
 * Waits until the endpoint answers, and has it issue a token.
 *
 * @param {StartedApp} app
 */
export async function expectServing(app) {
  const { endpoint } = app;
  const health = await until(async () => {
    const answer = await fetch(`${endpoint}/health`).catch(() => undefined);
    return answer?.ok === true ? answer.text() : undefined;
  }, app);
  console.log(`/health: ${health}`);
  const { status } = await fetch(`${endpoint}/token`, { method: 'POST' });
  if (status !== 200) throw new Error(`/token answered ${status}.`);
}

/**
 * Waits for a text in the app's log, and returns the line.
 *
 * @param {StartedApp} app
 * @param {string} text
 * @returns {Promise<string>}
 */
export function expectLogged(app, text) {
  return until(async () => {
    const lines = app.log().split('\n');
    return lines.find((line) => line.includes(text));
  }, app);
}

/**
 * @template Value
 * @param {() => Promise<Value | undefined>} look
 * @param {StartedApp} app
 * @returns {Promise<Value>}
 */
async function until(look, app) {
  const deadline = performance.now() + START_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) {
      throw new Error(`Nothing after ${START_MS / 1000} s.\n${app.output()}\n${app.log()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/**
 * @param {Promise<unknown>} promise
 * @param {number} milliseconds
 * @param {string} what
 */
async function within(promise, milliseconds, what) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what}: not within ${milliseconds} ms`)),
      milliseconds,
    );
  });
  await Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** @param {string} dataFolder */
function pidOf(dataFolder) {
  /** @type {{ pid: number }} */
  const { pid } = JSON.parse(readFileSync(join(dataFolder, 'lock-owner.json'), 'utf8'));
  return pid;
}

/**
 * What Windows tells the windows of a process when it shuts down: the only request to end that reaches an app which
 * stays in the tray when its window is closed.
 */
const END_SESSION = `
param([int]$id)
Add-Type @'
using System;
using System.Runtime.InteropServices;
public static class Windows {
  delegate bool Visit(IntPtr window, IntPtr data);
  [DllImport("user32.dll")] static extern bool EnumWindows(Visit visit, IntPtr data);
  [DllImport("user32.dll")] static extern uint GetWindowThreadProcessId(IntPtr window, out uint id);
  [DllImport("user32.dll")] static extern bool PostMessage(IntPtr window, uint message, IntPtr w, IntPtr l);
  public static void EndSession(uint wanted) {
    EnumWindows((window, data) => {
      uint id;
      GetWindowThreadProcessId(window, out id);
      if (id == wanted) {
        PostMessage(window, 0x11, IntPtr.Zero, IntPtr.Zero);
        PostMessage(window, 0x16, (IntPtr)1, IntPtr.Zero);
      }
      return true;
    }, IntPtr.Zero);
  }
}
'@
[Windows]::EndSession($id)
`;

/** @param {number} pid */
function endProcess(pid) {
  if (process.platform !== 'win32') process.kill(pid, 'SIGTERM');
  else powershell(END_SESSION, `-id ${pid}`);
}

/** What takes a picture of the whole screen. */
const WINDOWS_SCREENSHOT = `
param([string]$file)
Add-Type -AssemblyName System.Windows.Forms, System.Drawing
$area = [System.Windows.Forms.SystemInformation]::VirtualScreen
$picture = New-Object System.Drawing.Bitmap $area.Width, $area.Height
[System.Drawing.Graphics]::FromImage($picture).CopyFromScreen($area.Location, [System.Drawing.Point]::Empty, $area.Size)
$picture.Save($file)
`;

/** @param {string} file A PNG. */
export function takeScreenshot(file) {
  if (process.platform === 'win32') powershell(WINDOWS_SCREENSHOT, `-file '${file}'`);
  else if (process.platform === 'darwin') runTool('screencapture', ['-x', file]);
  else runTool('import', ['-window', 'root', file]);
  console.log(`screenshot: ${file}`);
}

/**
 * @param {string} script
 * @param {string} parameters
 */
function powershell(script, parameters) {
  const command = `& { ${script} } ${parameters}`;
  runTool('powershell', ['-NoProfile', '-NonInteractive', '-Command', command]);
}

/**
 * Runs a program of the system to its end and returns what it printed. Throws where it fails.
 *
 * @param {string} program
 * @param {string[]} args
 * @returns {string}
 */
export function runTool(program, args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? `${status} ${stderr}`}`);
  }
  return stdout;
}

/** @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === 'object' && address !== null ? address.port : 0),
      );
    });
  });
}

/**
 * @param {string} path
 * @returns {string} Empty where there is no such file.
 */
function textOf(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/**
 * Changes the settings of an app that is not running.
 *
 * @param {string} dataFolder
 * @param {Record<string, unknown>} changes Of `app`.
 */
export function changeAppSettings(dataFolder, changes) {
  mkdirSync(dataFolder, { recursive: true });
  const path = join(dataFolder, 'settings.json');
  const settings = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...settings, app: { ...settings.app, ...changes } }));
}
