import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../main/contract/json.ts';
import { expect, test } from '../fixtures/desktop.ts';
import { startFakeLiveKitServer } from '../fixtures/fake-livekit-server.ts';
import { jsonObject, textUnder } from '../fixtures/json-object.ts';
import { freePort } from '../fixtures/occupied-port.ts';
import { verifiedClaims } from '../fixtures/jwt.ts';
import { visibleWindows } from '../fixtures/visible-windows.ts';
import type { MenuNode } from '../fixtures/tray-watcher.ts';

const SECRET = 'a-secret-of-at-least-thirty-two-characters';

/** What is left when a test has clicked everything it knows: nothing, or the menu has grown without a test. */
const CLICKED_HERE = [
  // No LiveKit server runs here.
  'Nothing listens at localhost:7880',
  'Copy token · new room',
  'Copy token for',
  'Another participant in lobby',
  'Copy endpoint URL for',
  'Copy server URL',
  'Check a phone…',
  'Recent tokens',
  'Active project',
  'Add project from clipboard',
  'Default preset',
  'Stop serving',
  'Serve on the LAN',
  'Open Token Tray',
  'Settings',
  'Start at login',
  'Report a problem',
  'Quit Token Tray',
];

test('every item does outside the app what it says', async ({ desktop }) => {
  // A port of its own, since one that is left to the system is another one after each move.
  const port = await freePort();
  const app = await desktop.launch({ args: [`--port=${port}`] });
  const endpoint = await app.endpoint();
  const { tray } = desktop;
  const mint = async (): Promise<JsonObject> => {
    const reply = await fetch(`${endpoint}/token`, { method: 'POST' });
    const [, payload = ''] = textUnder(await reply.text(), 'participant_token').split('.');
    return jsonObject(Buffer.from(payload, 'base64url').toString());
  };
  const copied = async (): Promise<Record<string, unknown>> => {
    await expect.poll(() => desktop.clipboard()).toMatch(/^eyJ/);
    return verifiedClaims(await desktop.clipboard(), 'secret');
  };

  await test.step('there is no item that this test does not click', async () => {
    await app.call('token.mint', { room: 'lobby', identity: 'alice' });
    await expect
      .poll(async () => (await tray.menu()).filter(isClickable).map(({ label }) => label))
      .toEqual(CLICKED_HERE);
  });

  await test.step('Nothing listens at localhost:7880: its cause is looked for', async () => {
    const page = await app.page();
    await tray.click('Nothing listens at localhost:7880');
    await expect(page.getByText('Checking the project')).toBeVisible();
    await expect(page.getByRole('alert').filter({ hasText: 'connection_refused' })).toBeVisible();
  });

  await test.step('Copy token', async () => {
    await tray.click('Copy token');
    expect(await copied()).toMatchObject({ iss: 'devkey', video: { canPublish: true } });
  });

  await test.step('Copy token for > Viewer', async () => {
    await app.call('clipboard.copy', { text: 'nothing' });
    await tray.click('Copy token for', 'Viewer');
    expect(await copied()).toMatchObject({ iss: 'devkey', video: { canPublish: false } });
  });

  await test.step('Copy endpoint URL for each target', async () => {
    for (const [target, host] of [
      ['iOS simulator', 'localhost'],
      ['Android emulator', '10.0.2.2'],
      ['Browser', 'localhost'],
    ] as const) {
      await app.call('clipboard.copy', { text: 'nothing' });
      await tray.click('Copy endpoint URL for', target);
      await expect.poll(() => desktop.clipboard()).toBe(`http://${host}:${port}/token`);
    }
  });

  await test.step('Copy server URL', async () => {
    await tray.click('Copy server URL');
    await expect.poll(() => desktop.clipboard()).toBe('ws://localhost:7880');
  });

  await test.step('Another participant: the same room, another person', async () => {
    await app.call('token.mint', { room: 'lobby', identity: 'alice' });
    await expect
      .poll(async () => (await tray.menu()).map(({ label }) => label))
      .toContain('Another participant in lobby');
    await app.call('clipboard.copy', { text: 'nothing' });
    await expect
      .poll(async () => (await tray.menu()).map(({ label }) => label))
      .toContain('Another participant in lobby');
    await tray.click('Another participant in lobby');
    expect(await copied()).toMatchObject({ video: { room: 'lobby' } });
    expect((await copied())['sub']).not.toBe('alice');
  });

  await test.step('Recent tokens: one that works is copied as it is', async () => {
    const { token } = await app.call('token.mint', { room: 'den', identity: 'bob' });
    await expect
      .poll(() => recentLabel(tray.menu(), 'den · bob'))
      // No LiveKit server runs here, which the label says once it was asked.
      .toMatch(/14 min left|apps can’t join/);
    await tray.click('Recent tokens', await recentLabel(tray.menu(), 'den · bob'));
    await expect.poll(() => desktop.clipboard()).toBe(token);
  });

  await test.step('Default preset > Viewer, and back', async () => {
    await tray.click('Default preset', 'Viewer');
    await expect.poll(mint).toMatchObject({ video: { canPublish: false } });
    await tray.click('Default preset', 'Participant');
    await expect.poll(mint).toMatchObject({ video: { canPublish: true } });
  });

  await test.step('Active project', async () => {
    await app.call('project.create', {
      fields: { name: 'Cloud', url: 'wss://x.example', apiKey: 'APIcloud', apiSecret: SECRET },
      activate: false,
    });
    await expect
      .poll(async () => submenu(await tray.menu(), 'Active project'))
      .toEqual(['Local LiveKit', 'Cloud']);
    await tray.click('Active project', 'Cloud');
    await expect.poll(mint).toMatchObject({ iss: 'APIcloud' });
    await tray.click('Active project', 'Local LiveKit');
    await expect.poll(mint).toMatchObject({ iss: 'devkey' });
  });

  await test.step('Add project from clipboard', async () => {
    const secret = 'q3N8vX2kR7pL5wT9yB4mC6dF1gH0jK8sQ2zE';
    const text = `LIVEKIT_URL=wss://pasted.example\nLIVEKIT_API_KEY=APIpasted0001\nLIVEKIT_API_SECRET=${secret}\n`;
    await app.electron.evaluate(({ clipboard }, pasted) => clipboard.writeText(pasted), text);
    await tray.click('Add project from clipboard');
    await expect
      .poll(async () => submenu(await tray.menu(), 'Active project'))
      .toEqual(['Local LiveKit', 'Cloud', 'pasted.example']);
    await tray.click('Active project', 'Local LiveKit');
    await expect.poll(mint).toMatchObject({ iss: 'devkey' });
  });

  await test.step('Recent tokens: an expired one becomes a new one for the same room and person', async () => {
    await app.call('token.mint', { room: 'attic', identity: 'carol' });
    await app.electron.evaluate(() => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + 16 * 60_000;
    });
    await expect
      .poll(() => recentLabel(tray.menu(), 'attic · carol'), { timeout: 20_000 })
      .toContain('expired');
    await tray.click('Recent tokens', await recentLabel(tray.menu(), 'attic · carol'));
    await expect.poll(async () => (await copied())['sub']).toBe('carol');
    const { exp, video } = await copied();
    expect(video).toMatchObject({ room: 'attic' });
    expect(Number(exp) * 1000).toBeGreaterThan(Date.now() + 16 * 60_000);
  });

  await test.step('Serve on the LAN, and off again', async () => {
    await tray.click('Serve on the LAN');
    await expect.poll(() => isBoundBeyondLoopback(port)).toBe(true);
    await expect
      .poll((): unknown => JSON.parse(desktop.read('settings.json')))
      .toMatchObject({ server: { lan: true } });
    await expect.poll(() => checked(tray.menu(), 'Serve on the LAN')).toBe(true);
    await tray.click('Serve on the LAN');
    await expect.poll(() => isBoundBeyondLoopback(port)).toBe(false);
  });

  await test.step('Stop serving', async () => {
    await tray.click('Stop serving');
    await expect.poll(() => answers(endpoint)).toBe(false);
  });

  await test.step('Start at login, and off again', async () => {
    const entry = join(
      desktop.session.env['XDG_CONFIG_HOME'] ?? '',
      'autostart/dev.tokentray.app.desktop',
    );
    await tray.click('Start at login');
    await expect.poll(() => existsSync(entry)).toBe(true);
    expect(readFileSync(entry, 'utf8')).toContain('"--hidden"');
    await expect.poll(() => checked(tray.menu(), 'Start at login')).toBe(true);
    await tray.click('Start at login');
    await expect.poll(() => existsSync(entry)).toBe(false);
  });

  await test.step('Report a problem', async () => {
    await tray.click('Report a problem');
    const page = await app.page();
    const diagnostics = page.locator('pre').filter({ hasText: 'Token Tray: ' });
    await expect(diagnostics).toBeInViewport();
    expect(await diagnostics.textContent()).not.toContain(SECRET);
    await expect(page.getByRole('button', { name: 'Report a problem' })).toBeVisible();
  });

  await test.step('Open Token Tray, and Settings', async () => {
    await app.electron.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.close();
    });
    await expect.poll(() => visibleWindows(desktop.session)).toEqual([]);
    await tray.click('Open Token Tray');
    await expect.poll(() => visibleWindows(desktop.session)).toEqual(['Token Tray']);
    await tray.click('Settings');
    await expect((await app.page()).getByRole('heading', { name: 'Settings' })).toBeVisible();
  });

  await test.step('Start serving', async () => {
    await tray.click('Start serving');
    await expect.poll(() => answers(endpoint)).toBe(true);
  });

  await test.step('Check a phone, and Copy LAN key', async () => {
    await tray.click('Check a phone…');
    const page = await app.page();
    await expect(page.getByRole('dialog', { name: 'Check a phone' })).toBeVisible();
    await expect.poll(async () => (await app.call('state.get')).hasLanKey).toBe(true);
    const { key } = await app.call('lan.showKey');
    await tray.click('Copy LAN key');
    await expect.poll(() => desktop.clipboard()).toBe(key);
  });

  await test.step('Quit Token Tray', async () => {
    const ended = new Promise((resolve) => app.electron.process().once('exit', resolve));
    await tray.click('Quit Token Tray');
    await ended;
  });
});

test('a copy from the tray is confirmed by a notification while the window is covered or hidden, and only then', async ({
  desktop,
}) => {
  const app = await desktop.launch();
  await app.page();
  await expect.poll(() => visibleWindows(desktop.session)).not.toEqual([]);
  // A token that apps can't join with is told of in any case, so this server takes the key.
  const server = await startFakeLiveKitServer({ keys: { APIcloud: SECRET } });
  await app.call('project.create', {
    fields: { name: 'Mine', url: server.url, apiKey: 'APIcloud', apiSecret: SECRET },
    activate: true,
  });
  const { bodies } = desktop.notifications;
  const copyUrl = async (device: string, host: string): Promise<void> => {
    await desktop.tray.click('Copy endpoint URL for', device);
    await expect.poll(() => desktop.clipboard()).toContain(`//${host}:`);
  };
  const isFocused = (): Promise<boolean | undefined> =>
    app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.fromId(1)?.isFocused());

  await expect.poll(isFocused).toBe(true);
  await copyUrl('Container', 'host.docker.internal');

  await app.electron.evaluate(async ({ BrowserWindow }) => {
    const covering = new BrowserWindow({ width: 1400, height: 950 });
    covering.focus();
  });
  await expect.poll(isFocused).toBe(false);
  await desktop.tray.click('Copy token');
  await expect
    .poll(() => bodies)
    .toEqual([expect.stringMatching(/^Copied a token for \S+ in \S+\.$/)]);
  const claims = JSON.stringify(verifiedClaims(await desktop.clipboard(), SECRET));
  const room = textUnder(JSON.stringify(jsonObject(claims)['video']), 'room');
  expect(bodies[0]).toBe(`Copied a token for ${textUnder(claims, 'sub')} in ${room}.`);

  await app.electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.hide();
  });
  await copyUrl('Android emulator', '10.0.2.2');
  await expect.poll(() => bodies.at(-1)).toMatch(/^Copied http:\/\/10\.0\.2\.2:\d+\/token\.$/);

  const { revision } = await app.call('state.get');
  await app.call('settings.update', { revision, changes: { app: { notifyOnCopy: false } } });
  await copyUrl('iOS simulator', 'localhost');
  expect(bodies).toHaveLength(2);
  await server.close();
});

test('a participant that joined is told while the window is hidden, and only then', async ({
  desktop,
}) => {
  const joined = new Set<string>();
  const secret = 'mZ4rT8wQ1xN6vB3kJ9pL2sD7fG5hC0aY';
  const server = await startFakeLiveKitServer({
    keys: { APIabc: secret },
    inRoom: (room) => (room === 'lobby' ? [...joined] : []),
  });
  const app = await desktop.launch();
  const page = await app.page();
  await app.call('project.create', {
    fields: { name: 'Kitchen', url: server.url, apiKey: 'APIabc', apiSecret: secret },
    activate: true,
  });
  const endpoint = await app.endpoint();
  const ask = (identity: string): Promise<Response> =>
    fetch(`${endpoint}/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ room_name: 'lobby', participant_identity: identity }),
    });
  await ask('seen');
  joined.add('seen');
  await expect(page.getByText('joined lobby as seen').first()).toBeVisible();

  await app.electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.hide();
  });
  await ask('alice');
  joined.add('alice');
  await expect
    .poll(() => desktop.notifications.bodies)
    .toEqual([expect.stringMatching(/^alice joined lobby after \d+(?:\.\d)? s$/)]);
  await server.close();
});

test('a notification shows the text of a request as it is, not as markup', async ({ desktop }) => {
  const app = await desktop.launch({ hidden: true });
  const endpoint = await app.endpoint();
  const identity = '<a href="http://evil.example">&amp; <img src="http://evil.example/i">';
  await fetch(`${endpoint}/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ room_name: 'lobby', participant_identity: identity }),
  });
  await expect.poll(() => recentLabel(desktop.tray.menu(), 'lobby')).not.toBe('');
  await desktop.tray.click('Recent tokens', await recentLabel(desktop.tray.menu(), 'lobby'));
  await expect.poll(() => desktop.notifications.bodies.length).toBe(1);
  const [body = ''] = desktop.notifications.bodies;
  expect(body).toContain('in lobby');
  expect(body).not.toMatch(/[<>&]/);
});

test('a panel that is restarted gets the icon again, with its menu', async ({ desktop }) => {
  const app = await desktop.launch({ hidden: true });
  await app.endpoint();
  await desktop.tray.menu();
  desktop.tray.close();
  const panel = await desktop.startPanel();
  await expect.poll(() => panel.registrations.length).toBeGreaterThan(0);
  await panel.click('Copy endpoint URL for', 'Browser');
  await expect.poll(() => desktop.clipboard()).toContain('http://localhost:');
});

function isClickable({ type, enabled }: MenuNode): boolean {
  return type === 'standard' && enabled;
}

function submenu(menu: readonly MenuNode[], label: string): string[] {
  return menu.find((node) => node.label === label)?.children.map((child) => child.label) ?? [];
}

async function recentLabel(menu: Promise<MenuNode[]>, start: string): Promise<string> {
  return submenu(await menu, 'Recent tokens').find((label) => label.startsWith(start)) ?? '';
}

async function checked(menu: Promise<MenuNode[]>, label: string): Promise<boolean | undefined> {
  return (await menu).find((node) => node.label === label)?.checked;
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/health`)).ok;
  } catch {
    return false;
  }
}

/** Whether something listens on `port` at an address that is not a loopback one, as the kernel lists it. */
function isBoundBeyondLoopback(port: number): boolean {
  const loopback = new Set(['0100007F', '00000000000000000000000001000000']);
  return ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap((path) => readFileSync(path, 'utf8').split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .some(([, local = '', , state]) => {
      const [address = '', hexPort = ''] = local.split(':');
      return state === '0A' && Number.parseInt(hexPort, 16) === port && !loopback.has(address);
    });
}
