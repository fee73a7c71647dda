// @ts-check
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Why a window cannot be shown here. Only Linux tells: macOS and Windows sessions without a screen
 * show themselves when Electron does not start.
 *
 * @param {{ env: NodeJS.ProcessEnv, platform: NodeJS.Platform }} machine
 * @returns {string | undefined} Undefined where a screen is expected.
 */
export function screenAbsence({ env, platform }) {
  if (platform === 'darwin' || platform === 'win32') return undefined;
  if (env['DISPLAY'] || env['WAYLAND_DISPLAY']) return undefined;
  return 'there is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set)';
}

/**
 * Where Electron's program is, by the same rules as `require('electron')`, but without its download:
 * that module fetches 100 MB and more as soon as it is loaded and finds nothing.
 *
 * @param {{ root: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform }} machine
 * @returns {string | undefined} An absolute path that exists, or undefined.
 */
export function electronExecutable({ root, env, platform }) {
  const packageFolder = join(root, 'node_modules/electron');
  const pathFile = join(packageFolder, 'path.txt');
  const relativePath = existsSync(pathFile)
    ? readFileSync(pathFile, 'utf8')
    : executableInside(platform);
  const folder = env['ELECTRON_OVERRIDE_DIST_PATH'] || join(packageFolder, 'dist');
  const executable = join(folder, relativePath);
  return existsSync(executable) ? executable : undefined;
}

/**
 * @param {NodeJS.Platform} platform
 * @returns {string}
 */
function executableInside(platform) {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}

/**
 * Switches that Electron needs because of who starts it. Chromium refuses to run as root with its
 * sandbox on, which is what containers and build machines do.
 *
 * @param {{ platform: NodeJS.Platform, userId: number | undefined }} machine
 * @returns {string[]}
 */
export function electronSwitches({ platform, userId }) {
  return platform === 'linux' && userId === 0 ? ['--no-sandbox'] : [];
}

/** Long enough for 130 MB at 1 MB/s, short enough that the start does not look hung. */
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
