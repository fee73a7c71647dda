// @ts-check
/**
 * `node scripts/check-desktop.mjs CHECK [--program PATH] [--folder PATH] [--port N] [--out FOLDER]`: starts the real
 * app on this system and looks at what only the system can show. CI runs it on Linux, macOS and Windows. What it
 * learns goes to standard output, pictures and logs to `--out`.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { _electron } from '@playwright/test';
import {
  electronExecutable,
  electronSwitches,
  installElectron,
} from './launch/electron-program.mjs';
import { build } from './launch/fresh-build.mjs';
import {
  changeAppSettings,
  expectLogged,
  expectServing,
  freePort,
  runTool,
  startApp,
  takeScreenshot,
} from './launch/started-app.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Everyone, users and authenticated users, as access lists of Windows abbreviate them. */
const OTHERS = /;;;(?:WD|BU|AU|S-1-1-0|S-1-5-11|S-1-5-32-545)\)/;
const SECRET = 'a-secret-of-the-check-0123456789abcdef';

/** @type {Record<string, (options: Options) => Promise<void>>} */
const CHECKS = {
  start,
  window: ({ folder, out }) => checkWindow({ root, folder, out }),
  notification,
  login,
  'private-folder': privateFolder,
};

/** @typedef {{ program: string | undefined, folder: string, port: number, out: string }} Options */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    program: { type: 'string' },
    folder: { type: 'string' },
    port: { type: 'string' },
    out: { type: 'string', default: 'test-results/desktop-check' },
  },
});
const [name = ''] = positionals;
const check = CHECKS[name];
if (check === undefined) {
  console.error(`Name one of: ${Object.keys(CHECKS).join(', ')}.`);
  process.exit(2);
}
// In the profile, like a user's own folder.
const scratch = mkdtempSync(join(homedir(), '.token-tray-check-'));
const out = resolve(values.out);
mkdirSync(out, { recursive: true });
try {
  await check({
    program: values.program === undefined ? undefined : resolve(values.program),
    folder: resolve(values.folder ?? join(scratch, 'data')),
    port: Number(values.port ?? (await freePort())),
    out,
  });
  console.log(`${name}: passed`);
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/**
 * It starts, serves, shows itself, and ends without a trace.
 *
 * @param {Options} options
 */
async function start({ program, folder, port, out }) {
  const app = startApp({ root, program, dataFolder: folder, port });
  await expectServing(app);
  // Nothing outside of the app tells when its window has painted.
  await new Promise((done) => setTimeout(done, 5000));
  takeScreenshot(join(out, `${program === undefined ? 'npm-start' : 'packaged'}.png`));
  await app.quit();
  writeFileSync(join(out, 'token-tray.log'), app.log());
}

/**
 * The window itself, in the unpackaged app, since a packaged one cannot be looked into: it paints, a project with a
 * secret is saved and signs, the tray has its menu, closing hides it (on macOS out of full screen), and it ends.
 *
 * @param {{ root: string, folder: string, out: string }} options
 */
async function checkWindow({ root, folder, out }) {
  if (build(root) !== 0) throw new Error('The build failed.');
  const machine = { root, env: process.env, platform: process.platform };
  if (electronExecutable(machine) === undefined) await installElectron(root);
  const executablePath = electronExecutable(machine);
  if (executablePath === undefined) throw new Error('Electron could not be fetched.');
  const switches = electronSwitches({ platform: process.platform, userId: process.getuid?.() });
  const app = await _electron.launch({
    executablePath,
    args: [...switches, root, `--data-dir=${folder}`, '--port=0'],
  });
  try {
    const page = await app.firstWindow();
    await page.getByRole('heading').first().waitFor();
    await page.screenshot({ path: join(out, 'window.png') });

    const reply = await page.evaluate(async (apiSecret) => {
      /** @type {{ call(name: string, input?: unknown): Promise<{ ok: boolean, value?: any, error?: any }> }} */
      const tray = Reflect.get(window, 'tokenTray');
      const fields = {
        name: 'Check',
        url: 'wss://check.example.com',
        apiKey: 'APIcheck1234',
        apiSecret,
      };
      const saved = await tray.call('project.create', { fields, activate: true });
      const minted = await tray.call('token.mint', { source: 'window' });
      const state = await tray.call('state.get');
      return {
        saved,
        minted,
        storage: state.value?.secretStorage,
        host: await tray.call('host.describe'),
      };
    }, SECRET);
    console.log(`secrets: ${JSON.stringify(reply.storage)}`);
    console.log(
      `host: ${JSON.stringify(reply.host.value?.capabilities)} ${JSON.stringify(reply.host.value?.absences)}`,
    );
    if (reply.storage?.protection === 'refused')
      console.log(`refused: ${reply.saved.error?.message}`);
    else if (!reply.saved.ok || !reply.minted.ok)
      throw new Error(JSON.stringify(reply.saved.error ?? reply.minted.error));

    await app.evaluate(async ({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      if (window === undefined) throw new Error('There is no window.');
      if (process.platform === 'darwin') {
        const entered = new Promise((resolve) =>
          window.once('enter-full-screen', () => resolve(undefined)),
        );
        window.setFullScreen(true);
        await entered;
      }
      // Without a window manager, as on CI's Linux, no window is ever minimised.
      const gone =
        process.platform === 'linux'
          ? undefined
          : new Promise((resolve) => window.once('hide', () => resolve(undefined)));
      window.close();
      await gone;
      if (window.isDestroyed() || window.isFullScreen()) throw new Error('It was not hidden.');
    });
    console.log('closing keeps the window');
    const ended = new Promise((resolve) => app.process().once('exit', resolve));
    await app.evaluate(({ app: electron }) => electron.quit()).catch(() => {});
    console.log(`ended with ${await ended}`);
  } catch (error) {
    app.process().kill('SIGKILL');
    throw error;
  }
}

/**
 * A hidden start on a port that cannot be had reaches a person: the log says whether a notification or the window
 * did. With `--port` it is one that Windows reserves.
 *
 * @param {Options} options
 */
async function notification({ program, folder, port, out }) {
  const server = createServer((socket) => socket.destroy());
  const isReserved = await new Promise((done) => {
    server.once('error', () => done(true)).listen(port, '127.0.0.1', () => done(false));
  });
  const app = startApp({ root, program, dataFolder: folder, port, args: ['--hidden'] });
  const code = isReserved ? 'port_reserved' : 'port_in_use';
  console.log(await expectLogged(app, `code=${code}`));
  takeScreenshot(join(out, `${code}.png`));
  if (!isReserved) {
    // Notifications are late where the system has to refuse them first; then the port is free and it serves.
    await new Promise((done) => server.close(done));
    await expectServing(app);
  }
  console.log(app.log());
  await app.quit();
}

/**
 * With the setting on, the system has an entry that starts this very app.
 *
 * @param {Options} options
 */
async function login({ program, folder, port }) {
  const first = startApp({ root, program, dataFolder: folder, port });
  await expectServing(first);
  await first.quit();
  changeAppSettings(folder, { startAtLogin: true, startHidden: true });
  const app = startApp({ root, program, dataFolder: folder, port });
  await expectServing(app);
  const entry = loginEntry();
  console.log(`login entry: ${entry}`);
  console.log(app.log());
  await app.quit();
  if (process.platform === 'darwin') return;
  if (!entry.includes(folder) || !entry.includes('--hidden')) throw new Error('It is not ours.');
}

/** @returns {string} What the system starts at login: the log alone tells on macOS. */
function loginEntry() {
  if (process.platform === 'win32') {
    return runTool('reg', ['query', 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run']);
  }
  if (process.platform === 'darwin') return 'see the log';
  const config = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
  return readFileSync(join(config, 'autostart/dev.tokentray.app.desktop'), 'utf8');
}

/**
 * A data folder that is not in the profile is closed to other users.
 *
 * @param {Options} options
 */
async function privateFolder({ program, folder, port, out }) {
  mkdirSync(folder, { recursive: true });
  const app = startApp({ root, program, dataFolder: folder, port });
  await expectServing(app);
  for (const path of [folder, join(folder, 'settings.json')]) {
    if (!existsSync(path)) continue;
    const access = accessOf(path, join(out, 'acl'));
    console.log(`${path}: ${access}`);
    const isOpen = process.platform === 'win32' ? OTHERS.test(access) : !access.endsWith('00');
    if (isOpen) throw new Error(`Other users can open ${path}.`);
  }
  console.log(app.log());
  await app.quit();
}

/**
 * @param {string} path
 * @param {string} scratchFile
 * @returns {string} The access list of Windows in SDDL, elsewhere the mode.
 */
function accessOf(path, scratchFile) {
  if (process.platform !== 'win32') return (statSync(path).mode & 0o777).toString(8);
  runTool('icacls', [path, '/save', scratchFile, '/q']);
  return readFileSync(scratchFile, 'utf16le');
}
