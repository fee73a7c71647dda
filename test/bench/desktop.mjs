// @ts-check
/**
 * `npm run bench:desktop`: what the desktop app costs against the smallest Electron app with a tray, in turns in one
 * run: the start until the first token, and wake-ups and memory at rest. Wake-ups are voluntary context switches of
 * every thread; memory is each process's proportional share. For Linux with a screen and xfce4-panel
 * (`xvfb-run -a dbus-run-session -- npm run bench:desktop`). Build first.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { electronExecutable, electronSwitches } from '../../scripts/launch/electron-program.mjs';
import { firstToken } from './first-token.mjs';
import { freePort } from './free-port.mjs';
import { median } from './report.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const STARTS = 10;
const SETTLE_SECONDS = 25;
const MEASURE_SECONDS = 60;

/** A tray, and a window that is made, painted and closed, or none. Says when the window could be shown. */
const BARE = `
const { app, BrowserWindow, Tray, nativeImage } = require('electron');
app.on('window-all-closed', () => {});
let tray;
app.whenReady().then(() => {
  tray = new Tray(nativeImage.createEmpty());
  if (!process.argv.includes('--window')) return;
  const window = new BrowserWindow({ width: 1040, height: 720 });
  window.loadURL('data:text/html,<h1>Bare</h1>');
  window.once('ready-to-show', () => {
    console.log('painted');
    setTimeout(() => window.destroy(), 2000);
  });
});
`;

/** Closes our window as a person does, two seconds after it painted. Five minutes become three seconds. */
const CLOSE_WINDOW = `
const { app } = require('electron');
const { setTimeout: real } = global;
global.setTimeout = (run, ms, ...rest) => real(run, ms === 300000 ? 3000 : ms, ...rest);
app.on('browser-window-created', (_event, window) => {
  window.once('ready-to-show', () => real(() => (window.isDestroyed() ? 0 : window.hide()), 2000));
});
`;

const executable = electronExecutable({ root, env: process.env, platform: process.platform });
if (process.platform !== 'linux' || executable === undefined) {
  console.error('This bench is for Linux with an Electron.');
  process.exit(2);
}
const scratch = mkdtempSync(join(tmpdir(), 'token-tray-rest-'));
const bare = join(scratch, 'bare');
const closer = join(scratch, 'closer.cjs');
writeFileSync(closer, CLOSE_WINDOW);
mkdirSync(bare);
writeFileSync(join(bare, 'package.json'), '{"name":"bare","main":"main.cjs"}');
writeFileSync(join(bare, 'main.cjs'), BARE);

const panel = spawn('xfce4-panel', ['--disable-wm-check'], { stdio: 'ignore' });
panel.once('error', () => {
  console.log('Without xfce4-panel the window is minimised instead of hidden.');
});

try {
  await seconds(4);
  await showStarts();
  await showRest();
} finally {
  panel.kill();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** From the start of the process until the bare window could be shown, and until our first token. */
async function showStarts() {
  /** @type {number[]} */
  const bareTimes = [];
  /** @type {number[]} */
  const ourTimes = [];
  // The first of each makes its folders.
  for (let round = 0; round <= STARTS; round += 1) {
    const [bareTime, ourTime] = [await timeBareStart(), await timeOurStart()];
    if (round === 0) continue;
    bareTimes.push(bareTime);
    ourTimes.push(ourTime);
  }
  console.table({
    'bare Electron, its window painted': { ms: Math.round(median(bareTimes)) },
    'Token Tray, its first token': { ms: Math.round(median(ourTimes)) },
    ratio: { ms: Math.round((median(ourTimes) / median(bareTimes)) * 100) / 100 },
  });
}

async function timeBareStart() {
  const begin = performance.now();
  const { child, end } = launch([bare, '--window']);
  await once(child.stdout, 'data');
  const took = performance.now() - begin;
  await end();
  return took;
}

async function timeOurStart() {
  const port = await freePort();
  const spawned = performance.now();
  const { child, end } = launch([root, ...ours('data', port)]);
  const took = await firstToken({ name: 'Token Tray', child, port, spawned }, 5);
  await end();
  return took;
}

async function showRest() {
  const rows = [
    await measureRest('bare Electron, no window', [bare]),
    await measureRest('Token Tray, hidden start', [root, '--hidden', ...ours('data', 0)]),
    await measureRest('bare Electron, window closed', [bare, '--window']),
    await measureRest('Token Tray, window closed', ['-r', closer, root, ...ours('data', 0)]),
  ];
  console.table(Object.fromEntries(rows.map(({ name, ...row }) => [name, row])));
}

/**
 * @param {string} name
 * @param {string[]} args
 */
async function measureRest(name, args) {
  const { child, end } = launch(args);
  await seconds(SETTLE_SECONDS);
  const main = child.pid ?? 0;
  const pids = processTree(main);
  const [before, mainBefore] = [switchesOf(pids), switchesOf([main])];
  await seconds(MEASURE_SECONDS);
  const row = {
    name,
    'wake-ups per second': rounded((switchesOf(pids) - before) / MEASURE_SECONDS),
    'of the main process': rounded((switchesOf([main]) - mainBefore) / MEASURE_SECONDS),
    MiB: Math.round(sum(pids, proportionalSetSize)),
    processes: pids.length,
  };
  await end();
  return row;
}

/** @param {string[]} args */
function launch(args) {
  const child = spawn(
    executable ?? '',
    [
      ...electronSwitches({ platform: process.platform, userId: process.getuid?.() }),
      '--disable-gpu',
      '--password-store=basic',
      `--user-data-dir=${join(scratch, 'chromium')}`,
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  child.stdout.resume();
  const ended = once(child, 'exit');
  const end = async () => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 5000).unref();
    await ended;
    // What is left of it ends, too, and does not slow the next start.
    await seconds(0.5);
  };
  return { child, end };
}

/**
 * @param {string} name
 * @param {number} port
 */
function ours(name, port) {
  return [`--data-dir=${join(scratch, name)}`, `--port=${port}`];
}

/** @param {number} count */
function seconds(count) {
  return new Promise((resolve) => setTimeout(resolve, count * 1000));
}

/** @param {number} value */
function rounded(value) {
  return Math.round(value * 10) / 10;
}

/**
 * @param {number[]} pids
 * @param {(pid: number) => number} of
 */
function sum(pids, of) {
  return pids.reduce((total, pid) => total + of(pid), 0);
}

/**
 * A process and all that descend from it.
 *
 * @param {number} top
 * @returns {number[]}
 */
function processTree(top) {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [
      Number(name),
      Number(/^PPid:\s+(\d+)/m.exec(textOf(`/proc/${name}/status`))?.[1]),
    ]);
  const found = [top];
  for (const pid of found) {
    for (const [child = 0, parent] of parents) if (parent === pid) found.push(child);
  }
  return found;
}

/** @param {number[]} pids */
function switchesOf(pids) {
  return sum(pids, (pid) => {
    /** @type {string[]} */
    let threads = [];
    try {
      threads = readdirSync(`/proc/${pid}/task`);
    } catch {
      // It has ended.
    }
    return threads.reduce((total, thread) => {
      const status = textOf(`/proc/${pid}/task/${thread}/status`);
      return total + Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    }, 0);
  });
}

/**
 * @param {number} pid
 * @returns {number} MiB.
 */
function proportionalSetSize(pid) {
  return Number(/^Pss:\s+(\d+) kB/m.exec(textOf(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1024;
}

/** @param {string} path */
function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
