// @ts-check
/**
 * `npm run dev [-- --desktop] [arguments]`: the window from Vite, with hot reload, against a headless host that is
 * rebuilt and restarted when `main` changes. With `--desktop`, the Electron app instead, restarted on every change.
 * Other arguments go to the host. Its data lives in `.dev`, so your own projects and secrets stay out of it.
 */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBuilder, createServer } from 'vite';
import { devWindow } from './build/dev-window.mjs';
import {
  electronExecutable,
  electronSwitches,
  installElectron,
} from './launch/electron-program.mjs';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** Editors save in several steps; one rebuild for all of them. */
const QUIET_MS = 80;
const STOP_PATIENCE_MS = 5000;
const WINDOW_PORT = 7887;

const root = fileURLToPath(new URL('..', import.meta.url));
const configFile = join(root, 'vite.config.ts');
const given = process.argv.slice(2);
const isDesktop = given.includes('--desktop');
const hostArguments = given.filter((argument) => argument !== '--desktop');
const dataDirAt = hostArguments.indexOf('--data-dir');
const dataFolder = (dataDirAt < 0 ? undefined : hostArguments[dataDirAt + 1]) ?? join(root, '.dev');
if (dataDirAt < 0) hostArguments.push('--data-dir', dataFolder);
/** Where the headless host answers the window's calls: the same port after each restart. */
const controlPort = randomInt(20_000, 32_000);

/** @type {ChildProcess | undefined} */
let host;
let isStopping = false;

const window = devWindow({ controlPort, dataFolder });
const builder = await createBuilder({ configFile, logLevel: 'warn' });
const parts = isDesktop ? ['client', 'preload', 'electron'] : ['headless'];
// The watcher of the window's server sees `main` too.
const server = await createServer({
  configFile,
  cacheDir: join(root, 'node_modules/.cache/token-tray-dev'),
  plugins: isDesktop ? [] : [window],
  server: {
    host: '127.0.0.1',
    port: WINDOW_PORT,
    fs: { allow: [root] },
    hmr: !isDesktop,
  },
});
server.watcher.add(join(root, 'main'));

await rebuild();
if (!isDesktop) {
  await server.listen();
  console.log(`Window: ${server.resolvedUrls?.local[0]}`);
}
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.once(signal, () => void stop());
}

/** @type {NodeJS.Timeout | undefined} */
let quiet;
/** One rebuild at a time. */
let work = Promise.resolve();
server.watcher.on('all', (_event, path) => {
  const [folder] = relative(root, path).split(sep);
  if (folder !== 'main' && !(isDesktop && folder === 'renderer')) return;
  clearTimeout(quiet);
  quiet = setTimeout(() => {
    work = work.then(rebuild);
  }, QUIET_MS);
});

/** Builds the host and restarts it. If the build fails, the running one stays. */
async function rebuild() {
  if (isStopping) return;
  try {
    for (const part of parts) {
      const environment = builder.environments[part];
      if (environment !== undefined) await builder.build(environment);
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error('The build failed: the host keeps running as it was.');
    return;
  }
  const before = host;
  host = undefined;
  await end(before);
  host = await start();
}

/** @returns {Promise<ChildProcess>} */
async function start() {
  const child = isDesktop
    ? spawn(await electron(), [
        ...electronSwitches({ platform: process.platform, userId: process.getuid?.() }),
        root,
        ...hostArguments,
      ])
    : spawn(process.execPath, [
        join(root, 'dist/headless/token-tray.cjs'),
        'serve',
        '--ui-port',
        String(controlPort),
        '--json',
        ...hostArguments,
      ]);
  child.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    const endpoint = /"endpoint":"([^"]+)"/.exec(text)?.[1];
    console.log(endpoint === undefined ? text.trimEnd() : `Endpoint: ${endpoint}`);
    if (!isDesktop) void window.signIn();
  });
  child.stderr?.pipe(process.stderr, { end: false });
  child.on('exit', (code) => {
    if (child !== host) return;
    console.log(`The host ended (exit code ${code}). Save a file in main to start it again.`);
  });
  return child;
}

/** @returns {Promise<string>} Electron's program. */
async function electron() {
  const machine = { root, env: process.env, platform: process.platform };
  if (electronExecutable(machine) === undefined) await installElectron(root);
  const executable = electronExecutable(machine);
  if (executable === undefined)
    throw new Error('Electron is not installed. Try: npx --no install-electron');
  return executable;
}

/** @param {ChildProcess | undefined} child */
async function end(child) {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
  await ended;
  clearTimeout(timer);
}

async function stop() {
  isStopping = true;
  const last = host;
  host = undefined;
  await Promise.all([end(last), server.close()]);
  process.exit(0);
}
