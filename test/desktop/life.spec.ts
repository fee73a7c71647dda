import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { seedSettings } from '../../main/core/state/first-settings.ts';
import {
  electronCommand,
  expect,
  test,
  type Desktop,
  type DesktopApp,
} from '../fixtures/desktop.ts';
import { eventually } from '../fixtures/eventually.ts';
import { jsonObject } from '../fixtures/json-object.ts';
import { freePort } from '../fixtures/occupied-port.ts';
import { endProcess } from '../fixtures/process-end.ts';
import { closeWindow, visibleWindows } from '../fixtures/visible-windows.ts';

async function canMint(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/token`, { method: 'POST' })).status === 200;
  } catch {
    return false;
  }
}

test('closing the window keeps serving, and the tray brings the window back as it was', async ({
  desktop,
}) => {
  const app = await desktop.launch();
  const endpoint = await app.endpoint();
  const page = await app.page();
  await page.evaluate(() => {
    document.body.dataset['mark'] = 'typed';
  });
  await expect.poll(() => visibleWindows(desktop.session)).toEqual(['Token Tray']);
  await closeWindow(app);
  await expect.poll(() => visibleWindows(desktop.session)).toEqual([]);
  expect(await canMint(endpoint)).toBe(true);

  await desktop.tray.activate();
  await expect.poll(() => visibleWindows(desktop.session)).toEqual(['Token Tray']);
  expect(await page.evaluate(() => document.body.dataset['mark'])).toBe('typed');
});

test('a closed window gives its page back after some minutes, and the tray makes it again', async ({
  desktop,
}) => {
  const app = await desktop.launch({ fault: 'short-minutes' });
  await app.page();
  await expect.poll(() => visibleWindows(desktop.session)).toEqual(['Token Tray']);
  const windows = () =>
    app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  await app.electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.close();
  });
  await expect.poll(windows).toBe(0);
  expect((await fetch(`${await app.endpoint()}/token`, { method: 'POST' })).status).toBe(200);

  await desktop.tray.click('Open Token Tray');
  await expect.poll(() => visibleWindows(desktop.session)).toEqual(['Token Tray']);
  expect(await windows()).toBe(1);
  expect(desktop.read('logs/token-tray.log')).not.toContain('The window stopped');
});

test('E20 a second start shows the window of the first and ends; what it was given is not looked at', async ({
  desktop,
}) => {
  const app = await desktop.launch();
  const endpoint = await app.endpoint();
  await closeWindow(app);
  await expect.poll(() => visibleWindows(desktop.session)).toEqual([]);

  const [command, ...args] = electronCommand();
  const hostile = [
    '--remote-debugging-port=0',
    'https://evil.example/',
    'token-tray://import?secret=x',
    '--port=1',
    ...Array.from({ length: 12 }, () => 'x'.repeat(100_000)),
  ];
  const second = spawn(command, [...args, ...hostile], {
    env: desktop.session.env,
    stdio: 'ignore',
  });
  const code = await new Promise((resolve) => second.once('exit', resolve));
  expect(code).toBe(0);
  await expect.poll(() => visibleWindows(desktop.session)).toEqual(['Token Tray']);
  expect(await canMint(endpoint)).toBe(true);
  const page = await app.page();
  expect(await page.evaluate(() => location.href)).toBe('app://token-tray/index.html');
});

test('two copies started at once: one serves, the other ends, nothing is lost', async ({
  desktop,
}) => {
  const settings = seedSettings();
  settings.server.port = await freePort();
  desktop.put('settings.json', JSON.stringify(settings));
  const [command, ...args] = electronCommand();
  let said = '';
  const copies = [1, 2].map(() => {
    const child = spawn(command, args, {
      env: desktop.session.env,
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    child.stderr.on('data', (text) => (said += String(text)));
    return { child };
  });
  const firstExit = (): number | string =>
    copies.map(({ child }) => child.exitCode).find((code) => code !== null) ?? said;
  try {
    await expect.poll(firstExit, { timeout: 40_000 }).toBe(0);
    await expect.poll(() => canMint(`http://127.0.0.1:${settings.server.port}`)).toBe(true);
    const running = copies.filter(({ child }) => child.exitCode === null);
    expect(running.length).toBe(1);
    expect(JSON.parse(desktop.read('settings.json'))).toMatchObject({ server: settings.server });
  } finally {
    for (const { child } of copies) if (child.pid !== undefined) killGroup(child.pid);
  }
});

test('the window comes back where it was, and on a screen that is there', async ({ desktop }) => {
  const first = await desktop.launch();
  await first.page();
  const bounds = { x: 120, y: 90, width: 900, height: 640 };
  await first.electron.evaluate(({ BrowserWindow }, wanted) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(wanted);
  }, bounds);
  await expect
    .poll((): unknown =>
      JSON.parse(
        existsSync(join(desktop.dataFolder, 'window.json')) ? desktop.read('window.json') : '{}',
      ),
    )
    .toMatchObject(bounds);
  await first.quit();

  const second = await desktop.launch();
  await second.page();
  expect(await boundsOf(second)).toEqual(bounds);
  await second.quit();

  desktop.put('window.json', JSON.stringify({ ...bounds, x: 9000, maximised: false }));
  const third = await desktop.launch();
  await third.page();
  expect(await boundsOf(third)).toMatchObject({ x: 270, width: 900, height: 640 });
});

test('where nothing shows tray icons the window stays reachable and says so', async ({
  desktop,
}) => {
  desktop.tray.close();
  const app = await desktop.launch({ hidden: true });
  const endpoint = await app.endpoint();
  await expect.poll(() => app.electron.windows().length).toBe(1);
  const { capabilities, absences } = await app.call('host.describe');
  expect(capabilities.tray).toBe(false);
  expect(absences.tray).toContain('no tray icons');

  await closeWindow(app);
  expect(
    await app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.isVisible() || window.isMinimized()),
    ),
  ).toEqual([true]);
  expect(await canMint(endpoint)).toBe(true);

  await desktop.startPanel();
  await expect.poll(async () => (await app.call('host.describe')).capabilities.tray).toBe(true);
});

test('a panel that does not show our icon is not taken for a tray: closing minimises, also right after the start', async ({
  desktop,
}) => {
  desktop.tray.close();
  await desktop.startPanel({ listsIcons: false });
  const app = await desktop.launch();
  const endpoint = await app.endpoint();
  await app.page();
  await closeWindow(app);
  const reachable = (): Promise<boolean[]> =>
    app.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.isVisible() || window.isMinimized()),
    );
  expect(await reachable()).toEqual([true]);
  await expect
    .poll(async () => (await app.call('host.describe')).absences.tray)
    .toContain('no tray icons');
  await closeWindow(app);
  expect(await reachable()).toEqual([true]);
  expect(await canMint(endpoint)).toBe(true);
});

test('the autostart entry, executed as a desktop executes it, starts the app hidden and serving', async ({
  desktop,
}) => {
  const settings = seedSettings();
  settings.server.port = await freePort();
  desktop.put('settings.json', JSON.stringify(settings));
  const endpoint = `http://127.0.0.1:${settings.server.port}`;
  const app = await desktop.launch({
    args: ['--port', String(settings.server.port)],
    // Left behind by an AppImage that started us, such as a terminal.
    env: { APPIMAGE: '/opt/terminal.AppImage', APPDIR: '/tmp/.mount_terminal' },
  });
  await app.endpoint();
  await desktop.tray.click('Start at login');
  const entry = join(
    desktop.session.env['XDG_CONFIG_HOME'] ?? '',
    'autostart/dev.tokentray.app.desktop',
  );
  await expect.poll(() => existsSync(entry)).toBe(true);
  await expect.poll(() => desktop.read('settings.json')).toContain('"startAtLogin": true');
  await app.quit();
  expect(await canMint(endpoint)).toBe(false);

  spawn('gio', ['launch', entry], { env: desktop.session.env, stdio: 'ignore' });
  const pid = await eventually(() => ownerPid(desktop), 'The started app');
  try {
    await expect.poll(() => canMint(endpoint), { timeout: 20_000 }).toBe(true);
    expect(await visibleWindows(desktop.session)).toEqual([]);
    expect((await desktop.tray.menu())[0]?.label).toBe(`Serving on port ${settings.server.port}`);
  } finally {
    await endProcess(pid);
    expect(ownerPid(desktop)).toBe(undefined);
  }
});

test('what was served when the app ended is served when it starts again, and what was not is not', async ({
  desktop,
}) => {
  const first = await desktop.launch();
  await first.endpoint();
  await first.call('server.stop');
  await first.quit();
  // The log has what came of the start, and not each step to it.
  const states = [
    ...desktop.read('logs/token-tray.log').matchAll(/ (Stopped|Serving|Starting)\b/g),
  ];
  expect(states.map(([, state]) => state)).toEqual(['Serving', 'Stopped']);
  const second = await desktop.launch();
  await second.page();
  await expect.poll(async () => (await second.call('state.get')).server.status).toBe('stopped');
  await second.call('server.start');
  await second.quit();
  const third = await desktop.launch();
  expect(await canMint(await third.endpoint())).toBe(true);
});

test('E26 the menu bar has the shortcuts of the app, and no tools of a developer', async ({
  desktop,
}) => {
  const app = await desktop.launch();
  const page = await app.page();
  const items = await app.electron.evaluate(({ Menu }) => {
    const menus = Menu.getApplicationMenu()?.items ?? [];
    return menus.flatMap((menu) =>
      (menu.submenu?.items ?? [])
        .filter(({ type }) => type !== 'separator')
        .map(({ label, role, accelerator }) => ({
          label,
          role,
          shortcut: accelerator ?? '',
        })),
    );
  });
  const shortcuts = new Map(items.map(({ label, shortcut }) => [label, shortcut]));
  expect(shortcuts.get('Settings…')).toBe('CmdOrCtrl+,');
  expect(shortcuts.get('Quit Token Tray')).toBe('CmdOrCtrl+Q');
  expect(shortcuts.get('Copy token')).toBe('CmdOrCtrl+Shift+C');
  expect(shortcuts.get('Activity')).toBe('CmdOrCtrl+6');
  expect(items.filter(({ role }) => /reload|devtools/i.test(role ?? ''))).toEqual([]);

  await app.electron.evaluate(({ Menu }) => {
    const view = Menu.getApplicationMenu()?.items.find(({ label }) => label === 'View');
    view?.submenu?.items.find(({ label }) => label === 'Presets')?.click();
  });
  await expect(page.getByRole('heading', { name: 'Presets', level: 1 })).toBeVisible();
});

async function boundsOf(app: DesktopApp): Promise<unknown> {
  return app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getBounds(),
  );
}

function ownerPid(desktop: Desktop): number | undefined {
  try {
    return Number(jsonObject(desktop.read('lock-owner.json'))['pid']);
  } catch {
    return undefined;
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
