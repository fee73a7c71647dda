import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseState, getCurrentFuseWire } from '@electron/fuses';
import { FUSES, fuses } from '../../scripts/package/after-pack.mjs';
import { electronSwitches } from '../../scripts/launch/electron-program.mjs';
import { expect, root, test, type Desktop } from '../fixtures/desktop.ts';
import { eventually } from '../fixtures/eventually.ts';
import { jsonObject } from '../fixtures/json-object.ts';
import { verifiedClaims } from '../fixtures/jwt.ts';
import { freePort } from '../fixtures/occupied-port.ts';
import { packageApp } from '../fixtures/packaged-app.ts';
import { endProcess } from '../fixtures/process-end.ts';
import { visibleWindows } from '../fixtures/visible-windows.ts';

/** The app as it is shipped, made once for these tests from the Electron that they run on. */
let output = '';
let folder = '';
let program = '';

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  test.setTimeout(180_000);
  output = mkdtempSync(join(tmpdir(), 'token-tray-packaged-'));
  folder = await packageApp(output);
  program = join(folder, 'token-tray-desktop');
});

test.afterAll(() => {
  rmSync(output, { recursive: true, force: true });
});

test('E12 its fuses are the table: each is read back from the program', async () => {
  const wire = await getCurrentFuseWire(program);
  const table = fuses({ isSigned: false });
  const there = FUSES.filter(([, fuse]) => fuse in wire);
  expect(there.map(([name, fuse]) => [name, wire[fuse] === FuseState.ENABLE])).toEqual(
    there.map(([name, fuse]) => [name, table[fuse]]),
  );
  // All but what the older Electron of a test machine lacks, and none that the table does not know.
  expect(there.length).toBeGreaterThanOrEqual(7);
  expect(Object.keys(wire).length - 1).toBe(there.length);
});

test('its asar holds the bundles and nothing else, in at most 4 MB', () => {
  const asar = join(folder, 'resources/app.asar');
  const files = listPackage(asar, { isPack: false }).filter((path) => /\.\w+$/.test(path));
  const strange = files.filter(
    (path) =>
      !/^\/dist\/(electron|preload)\/[\w.-]+\.cjs$/.test(path) &&
      !/^\/dist\/electron\/tray\/\w+-on(Light|Dark)\.ico$/.test(path) &&
      !/^\/dist\/renderer\/((assets|check)\/)?[\w.-]+\.(js|css|html|svg|png|woff2|txt|json)$/.test(
        path,
      ) &&
      path !== '/package.json',
  );
  expect(strange).toEqual([]);
  expect(files.some((path) => path.endsWith('.map'))).toBe(false);
  expect(files).toContain('/dist/electron/main.cjs');
  expect(readFileSync(asar).length).toBeLessThan(4 * 1024 * 1024);
  expect(existsSync(join(folder, 'resources/app'))).toBe(false);
});

test('E26 it starts, serves a token, shows its tray, and opens no door for a debugger', async ({
  desktop,
}) => {
  const [port, debuggerPort, inspectorPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const child = start(
    desktop,
    [`--port=${port}`, `--remote-debugging-port=${debuggerPort}`, `--inspect=${inspectorPort}`],
    {
      NODE_OPTIONS: `--require ${join(root, 'test/fixtures/electron-preloads/keyring-hangs.cjs')}`,
    },
  );
  try {
    const endpoint = `http://127.0.0.1:${port}`;
    await expect.poll(() => issues(endpoint), { timeout: 20_000 }).toBe(true);
    await expect.poll(() => visibleWindows(desktop.session)).toEqual(['Token Tray']);
    expect((await desktop.tray.menu())[0]?.label).toBe(`Serving on port ${port}`);
    await desktop.tray.click('Copy token');
    await expect.poll(() => desktop.clipboard()).toMatch(/^eyJ/);
    expect(verifiedClaims(await desktop.clipboard(), 'secret')).toMatchObject({ iss: 'devkey' });

    // SIGUSR1 opens Node's inspector in a program that lets it.
    process.kill(child.pid ?? 0, 'SIGUSR1');
    for (let token = 0; token < 20; token += 1) expect(await issues(endpoint)).toBe(true);
    for (const door of [debuggerPort, inspectorPort, 9229]) expect(await isOpen(door)).toBe(false);
    expect(await issues(endpoint)).toBe(true);
  } finally {
    await stop(child);
  }
});

test("E1 its page runs in Chromium's sandbox, as it does for a person", async ({ desktop }) => {
  // Root has to do without the sandbox, so root starts it as nobody, with a folder of nobody's own.
  const isRoot = process.getuid?.() === 0;
  const home = mkdtempSync(join(tmpdir(), 'token-tray-nobody-'));
  const port = await freePort();
  const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups', '--'];
  const [command = '', ...args] = isRoot ? ['setpriv', ...asNobody, program] : [program];
  if (isRoot) {
    chmodSync(output, 0o755);
    chownSync(home, 65534, 65534);
  }
  const child = spawn(command, [...args, '--disable-gpu', `--port=${port}`], {
    env: {
      ...desktop.session.env,
      HOME: home,
      XDG_CONFIG_HOME: home,
      XDG_RUNTIME_DIR: home,
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
    },
    stdio: 'ignore',
    detached: true,
  });
  try {
    await expect.poll(() => issues(`http://127.0.0.1:${port}`), { timeout: 20_000 }).toBe(true);
    const filters = await eventually(() => {
      const found = seccompOf('renderer', program);
      return found.length === 0 ? undefined : found;
    }, 'The page');
    // 2: every system call goes through a filter.
    expect(new Set(filters)).toEqual(new Set(['2']));
  } finally {
    await stop(child);
    rmSync(home, { recursive: true, force: true });
  }
});

test('E12 it is no Node for others, and takes no modules from the environment', async ({
  desktop,
}) => {
  const mark = join(desktop.session.folder, 'ran-foreign-code');
  const script = join(desktop.session.folder, 'foreign.cjs');
  writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`);
  const child = start(desktop, ['-e', `require(${JSON.stringify(script)})`, '--port=0'], {
    ELECTRON_RUN_AS_NODE: '1',
    NODE_OPTIONS: `--require ${script}`,
  });
  try {
    // What started is the app, not a Node that ran the script.
    await eventually(() => servedPort(desktop), 'The endpoint');
    expect(existsSync(mark)).toBe(false);
  } finally {
    await stop(child);
  }
});

test('E13 E12 it loads its archive alone, whatever lies in an app folder beside it', async ({
  desktop,
}) => {
  // Electron looks for such a folder before the archive, unless the fuse says otherwise.
  const beside = join(folder, 'resources/app');
  const mark = join(desktop.session.folder, 'ran-another-app');
  mkdirSync(beside);
  writeFileSync(join(beside, 'package.json'), JSON.stringify({ name: 'other', main: 'main.js' }));
  writeFileSync(
    join(beside, 'main.js'),
    `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`,
  );
  const child = start(desktop, ['--port=0']);
  try {
    await eventually(() => servedPort(desktop), 'The endpoint');
    expect(existsSync(mark)).toBe(false);
  } finally {
    await stop(child);
    rmSync(beside, { recursive: true });
  }
});

test('its autostart entry, executed as a desktop executes it, starts it hidden and serving', async ({
  desktop,
}) => {
  const port = await freePort();
  const child = start(desktop, [`--port=${port}`]);
  const entry = join(
    desktop.session.env['XDG_CONFIG_HOME'] ?? '',
    'autostart/dev.tokentray.app.desktop',
  );
  try {
    await expect.poll(() => issues(`http://127.0.0.1:${port}`), { timeout: 20_000 }).toBe(true);
    await desktop.tray.click('Start at login');
    await expect.poll(() => existsSync(entry)).toBe(true);
  } finally {
    await stop(child);
  }
  expect(readFileSync(entry, 'utf8')).toContain(`Exec="${program}"`);

  const settings = jsonObject(desktop.read('settings.json'));
  desktop.put(
    'settings.json',
    JSON.stringify({ ...settings, server: { ...Object(settings['server']), port } }),
  );
  spawn('gio', ['launch', entry], { env: desktop.session.env, stdio: 'ignore' });
  const pid = await eventually(() => ownerPid(desktop), 'The started app');
  try {
    await expect.poll(() => issues(`http://127.0.0.1:${port}`), { timeout: 20_000 }).toBe(true);
    expect(await visibleWindows(desktop.session)).toEqual([]);
  } finally {
    await endProcess(pid);
    expect(ownerPid(desktop)).toBe(undefined);
  }
});

function start(desktop: Desktop, args: string[], env: Record<string, string> = {}): ChildProcess {
  const switches = electronSwitches({ platform: process.platform, userId: process.getuid?.() });
  return spawn(program, [...switches, '--disable-gpu', '--password-store=basic', ...args], {
    env: { ...desktop.session.env, ...env },
    stdio: 'ignore',
    detached: true,
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(late);
}

async function issues(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/token`, { method: 'POST' })).status === 200;
  } catch {
    return false;
  }
}

/** How the kernel filters the system calls of the program's processes of a type. */
function seccompOf(type: string, executable: string): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        if (!commandLine.startsWith(executable) || !commandLine.includes(`--type=${type}`))
          return [];
        return /^Seccomp:\s+(\d)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? [];
      } catch {
        return [];
      }
    });
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

function ownerField(desktop: Desktop, field: 'pid' | 'port'): number | undefined {
  try {
    const value = jsonObject(desktop.read('lock-owner.json'))[field];
    return typeof value === 'number' ? value : undefined;
  } catch {
    return undefined;
  }
}

function ownerPid(desktop: Desktop): number | undefined {
  return ownerField(desktop, 'pid');
}

function servedPort(desktop: Desktop): number | undefined {
  return ownerField(desktop, 'port');
}
