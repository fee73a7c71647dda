import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { seedSettings } from '../../main/core/state/first-settings.ts';
import { expect, test, type Desktop } from '../fixtures/desktop.ts';
import { jsonObject } from '../fixtures/json-object.ts';
import { freePort, occupyPort } from '../fixtures/occupied-port.ts';
import { endProcess } from '../fixtures/process-end.ts';
import { makeReadOnly } from '../fixtures/read-only-folder.ts';
import { closeWindow, visibleWindows } from '../fixtures/visible-windows.ts';

const SECRET = 'a-secret-of-at-least-thirty-two-characters';
const CLOUD = { name: 'Cloud', url: 'wss://x.example', apiKey: 'APIcloud', apiSecret: SECRET };

async function firstLine({ tray }: Desktop): Promise<string> {
  return (await tray.menu())[0]?.label ?? '';
}

async function canMint(endpoint: string): Promise<boolean> {
  return statusOf(endpoint).then(
    (status) => status === 200,
    () => false,
  );
}

/** How many guards wait beside the apps of this desktop. */
function guards({ dataFolder }: Desktop): number {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return command.includes('token-tray-guard') && command.includes(dataFolder);
      } catch {
        return false;
      }
    }).length;
}

async function statusOf(endpoint: string, query = ''): Promise<number> {
  return (await fetch(`${endpoint}/token${query}`, { method: 'POST' })).status;
}

test('a taken port: window, tray and log say the same', async ({ desktop }) => {
  const { port } = await occupyPort();
  const app = await desktop.launch({ args: [`--port=${port}`] });
  const page = await app.page();
  await expect.poll(() => firstLine(desktop)).toMatch(new RegExp(`^Port ${port} is taken`));
  await expect(page.getByText(new RegExp(`Port ${port} is taken`)).first()).toBeVisible();
  const line = await firstLine(desktop);
  await expect.poll(() => desktop.read('logs/token-tray.log')).toContain(line);
});

test('a hidden start on a taken port is told by a notification; without notifications the window opens', async ({
  desktop,
}) => {
  const { port } = await occupyPort();
  const told = await desktop.launch({ hidden: true, args: [`--port=${port}`] });
  await expect
    .poll(() => desktop.notifications.bodies)
    .toEqual([expect.stringContaining(`Port ${port} is taken`)]);
  expect(await visibleWindows(desktop.session)).toEqual([]);
  await told.quit();

  desktop.notifications.close();
  const silent = await desktop.launch({ hidden: true, args: [`--port=${port}`] });
  await expect.poll(() => visibleWindows(desktop.session)).toEqual(['Token Tray']);
  const page = await silent.page();
  await expect(page.getByText(new RegExp(`Port ${port} is taken`)).first()).toBeVisible();
  await closeWindow(silent);
  await expect.poll(() => visibleWindows(desktop.session)).toEqual([]);
  await desktop.tray.click('Start serving');
  await expect.poll(() => visibleWindows(desktop.session)).toEqual(['Token Tray']);
});

test('corrupt settings are set aside, and said; tokens are served', async ({ desktop }) => {
  desktop.put('settings.json', '{"schemaVersion":1,"projects":[{"id"');
  const app = await desktop.launch();
  expect(await statusOf(await app.endpoint())).toBe(200);
  const kept = readdirSync(desktop.dataFolder).filter((name) => name.includes('corrupt'));
  expect(kept.length).toBe(1);
  expect(desktop.read(kept[0] ?? '')).toContain('"id"');
  const { notices } = await app.call('state.get');
  expect(notices.map(({ message }) => message).join()).toContain('settings.json');
});

test('settings of a newer version are left alone, and said; tokens are served', async ({
  desktop,
}) => {
  const newer = JSON.stringify({
    ...seedSettings(),
    schemaVersion: 99,
    added: 'by a newer version',
  });
  desktop.put('settings.json', newer);
  const app = await desktop.launch();
  expect(await statusOf(await app.endpoint())).toBe(200);
  const snapshot = await app.call('state.get');
  expect(snapshot.readOnly).toContain('newer');
  const labels = (await desktop.tray.menu()).map(({ label }) => label);
  expect(labels).toContain('Settings are read-only');
  await expect(desktop.tray.click('Serve on the LAN')).rejects.toThrow('is disabled');
  await app.quit();
  expect(desktop.read('settings.json')).toBe(newer);
});

test('S8 settings that become read-only: saving says why, nothing changes, tokens are served', async ({
  desktop,
}) => {
  const app = await desktop.launch();
  const endpoint = await app.endpoint();
  const page = await app.page();
  await expect.poll(() => readdirSync(desktop.dataFolder)).toContain('settings.json');
  const before = desktop.read('settings.json');
  const undo = makeReadOnly(desktop.dataFolder);
  try {
    await expect(app.call('project.create', { fields: CLOUD })).rejects.toThrow(
      /settings_unwritable|secret_unwritable/,
    );
    expect(await statusOf(endpoint)).toBe(200);
    expect(desktop.read('settings.json')).toBe(before);
    expect((await app.call('state.get')).projects.length).toBe(1);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await app.quit()).toBe(0);
  } finally {
    undo();
  }
});

test('a data folder that cannot be written: a window says why', async ({ desktop }) => {
  desktop.put('settings.json', JSON.stringify(seedSettings()));
  const undo = makeReadOnly(desktop.dataFolder);
  try {
    const started = desktop.start();
    await expect
      .poll(() => visibleWindows(desktop.session), { timeout: 20_000 })
      .toEqual([expect.any(String)]);
    expect(started.said).toContain('cannot be used: The disk is read-only.');
  } finally {
    undo();
  }
});

test('S9 a data folder that a headless host holds: a window names it', async ({ desktop }) => {
  const holder = await desktop.holdFolder();
  try {
    const started = desktop.start();
    await expect
      .poll(() => visibleWindows(desktop.session), { timeout: 20_000 })
      .toEqual([expect.any(String)]);
    expect(started.said).toContain(`Another Token Tray is using the folder ${desktop.dataFolder}`);
    expect(started.said).toContain(`process ${process.pid}`);
  } finally {
    await holder.release();
  }
});

test('a data folder whose path is too long: a window says so, once', async ({ desktop }) => {
  const started = desktop.start(`--data-dir=${join(desktop.dataFolder, 'x'.repeat(18_000))}`);
  await expect
    .poll(() => visibleWindows(desktop.session), { timeout: 20_000 })
    .toEqual([expect.any(String)]);
  expect(started.said).toContain('Use a shorter --data-dir.');
});

test.describe('with a keyring', () => {
  test.use({ sessionOptions: { keyring: 'unlocked' } });

  test('E19 R25 one that never answers: tokens of other projects are served, and the project says that it waits', async ({
    desktop,
  }) => {
    const first = await desktop.launch();
    await first.call('project.create', { fields: CLOUD, activate: true });
    await first.quit();

    const app = await desktop.launch({ fault: 'keyring-hangs' });
    const endpoint = await app.endpoint();
    expect(await statusOf(endpoint, '?project=local')).toBe(200);
    const refused = await fetch(`${endpoint}/token`, { method: 'POST' });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).not.toBeNull();
    expect(await refused.json()).toMatchObject({ error: 'secret_waiting' });
    const { secretStorage } = await app.call('state.get');
    expect(secretStorage.protection).toBe('waiting');
    await expect(app.call('project.create', { fields: { ...CLOUD, name: 'Two' } })).rejects.toThrow(
      'secret_unwritable',
    );
    expect((await app.call('state.get')).projects.map(({ name }) => name)).not.toContain('Two');
  });

  test('E17 one that is locked: 503 until it is unlocked, then a token, without a restart', async ({
    desktop,
  }) => {
    const first = await desktop.launch();
    await first.call('project.create', { fields: CLOUD, activate: true });
    await first.quit();

    const lock = join(desktop.session.folder, 'keyring-lock');
    writeFileSync(lock, '');
    const app = await desktop.launch({ fault: 'keyring-locked', env: { TEST_KEYRING_LOCK: lock } });
    const endpoint = await app.endpoint();
    await expect
      .poll(async () => {
        const reply = await fetch(`${endpoint}/token`, { method: 'POST' });
        return (await reply.json()) as unknown;
      })
      .toMatchObject({ error: 'secret_locked' });
    rmSync(lock);
    await expect.poll(() => statusOf(endpoint), { timeout: 20_000 }).toBe(200);
  });
});

test('the session bus goes, which ends every Chromium: the log says so, and the app starts again', async ({
  desktop,
}) => {
  const port = await freePort();
  const app = await desktop.launch({ args: [`--port=${port}`] });
  const endpoint = await app.endpoint();
  await app.call('project.create', { fields: CLOUD, activate: true });
  const child = app.electron.process();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await desktop.session.stopBus();
  await ended;

  await expect.poll(() => canMint(endpoint), { timeout: 20_000 }).toBe(true);
  const log = desktop.read('logs/token-tray.log');
  expect(log).toContain('The session bus went away, which ended Token Tray.');
  expect(log).toContain('Token Tray starts again.');
  expect(desktop.read('settings.json')).toContain('"Cloud"');
  // It is the new one that answers, and without a tray its window can be found.
  expect(jsonObject(desktop.read('lock-owner.json'))['pid']).not.toBe(child.pid);
  await endProcess(Number(jsonObject(desktop.read('lock-owner.json'))['pid']));
  await expect.poll(() => canMint(endpoint)).toBe(false);
});

test('the display goes: the log says so, nothing starts again without one, and the settings are whole', async ({
  desktop,
}) => {
  const app = await desktop.launch();
  await app.endpoint();
  await app.call('project.create', { fields: CLOUD, activate: true });
  const child = app.electron.process();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await desktop.session.stopScreen();
  await ended;
  const log = (): string => desktop.read('logs/token-tray.log');
  await expect.poll(log).toContain('The display went away, which ended Token Tray.');
  expect(log()).not.toContain('Token Tray starts again.');

  await desktop.session.startScreen();
  const again = await desktop.launch();
  expect(await statusOf(await again.endpoint())).toBe(200);
  const { projects } = await again.call('state.get');
  expect(projects.map(({ name }) => name)).toContain('Cloud');
});

test('an app that is killed is not started again, and the log says that it was', async ({
  desktop,
}) => {
  const app = await desktop.launch();
  await app.endpoint();
  app.electron.process().kill('SIGKILL');
  const log = (): string => desktop.read('logs/token-tray.log');
  await expect.poll(log).toContain('Token Tray was ended, or crashed.');
  expect(log()).not.toContain('Token Tray starts again.');
});

test('an app that is quit leaves no guard and no such line behind', async ({ desktop }) => {
  const app = await desktop.launch();
  await app.endpoint();
  await expect.poll(() => guards(desktop)).toBe(1);
  await app.quit();
  await expect.poll(() => guards(desktop)).toBe(0);
  expect(desktop.read('logs/token-tray.log')).not.toMatch(/went away|crashed/);
});

test('a port that another server took is not taken for ours', async ({ desktop }) => {
  const other = createServer((_request, response) => response.end('{"status":"serving"}'));
  await new Promise<void>((resolve) => {
    other.listen(0, '127.0.0.1', resolve);
  });
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const app = await desktop.launch({ args: [`--port=${port}`] });
  await app.page();
  await expect.poll(() => firstLine(desktop)).toMatch(new RegExp(`^Port ${port} is taken`));
  other.closeAllConnections();
  await new Promise((resolve) => other.close(resolve));
});
