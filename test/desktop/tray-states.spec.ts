import { trayMenu } from '../../main/core/tray/tray-menu.ts';
import { trayTooltip } from '../../main/core/tray/tray-status.ts';
import { expect, test, type Desktop, type DesktopApp } from '../fixtures/desktop.ts';
import { startFakeLiveKitServer } from '../fixtures/fake-livekit-server.ts';
import { occupyPort } from '../fixtures/occupied-port.ts';
import { expectedItems, shownItems } from '../fixtures/tray-expectation.ts';

/** Compares all that the panel reads with what the state, asked through the window, makes of the tray. */
async function expectTrayToFit(desktop: Desktop, app: DesktopApp): Promise<void> {
  await expect
    .poll(async () => shownItems(await desktop.tray.menu()))
    .toEqual(await expectedTray(app));
  const { tooltip } = await desktop.tray.properties();
  expect(tooltip).toBe(trayTooltip(await app.call('state.get')));
}

async function expectedTray(app: DesktopApp): Promise<ReturnType<typeof expectedItems>> {
  const [snapshot, tokens] = [await app.call('state.get'), await app.call('token.list')];
  const now = await app.electron.evaluate(() => Date.now());
  return expectedItems(trayMenu(snapshot, tokens, now, { startAtLogin: true }));
}

async function firstLine(desktop: Desktop): Promise<string> {
  return (await desktop.tray.menu())[0]?.label ?? '';
}

test('the whole menu fits the data in each state, as it changes', async ({ desktop }) => {
  const app = await desktop.launch();
  const { port } = new URL(await app.endpoint());
  const credentials = { apiKey: 'APIabc', apiSecret: 'mZ4rT8wQ1xN6vB3kJ9pL2sD7fG5hC0aY' };
  const server = await startFakeLiveKitServer({ keys: { APIabc: credentials.apiSecret } });
  // A server that takes the key: the icon of one that does not is amber whatever the port does.
  await app.call('project.create', {
    fields: { name: 'Kitchen', url: server.url, ...credentials },
    activate: true,
  });
  const pictures: Buffer[] = [];
  const keepPicture = async (): Promise<void> => {
    const { pixmaps } = await desktop.tray.properties();
    pictures.push([...pixmaps.values()][0] ?? Buffer.alloc(0));
  };

  await test.step('serving', async () => {
    await expect.poll(() => firstLine(desktop)).toBe(`Serving on port ${port}`);
    await expectTrayToFit(desktop, app);
    await keepPicture();
  });

  await test.step('with tokens, projects and presets, and names that menus trip over', async () => {
    await app.call('token.mint', { room: 'R&D_room', identity: 'a\u202eb\nc' });
    await app.call('project.create', {
      fields: {
        name: 'Bits & _bobs_',
        url: server.url,
        ...credentials,
      },
      activate: true,
    });
    await app.call('preset.create', {
      fields: { name: 'Look_only', slug: 'look', ttlSeconds: 3600, grants: { video: {} } },
    });
    await expect
      .poll(async () => (await desktop.tray.menu())[1]?.label)
      .toBe('Bits & _bobs_ · Participant');
    await expectTrayToFit(desktop, app);
  });

  await test.step('a token that has expired', async () => {
    await app.electron.evaluate(() => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + 16 * 60_000;
    });
    await expect
      .poll(async () => JSON.stringify(await desktop.tray.menu()), { timeout: 20_000 })
      .toContain('expired, copies a new one');
    await expectTrayToFit(desktop, app);
  });

  await test.step('LAN', async () => {
    const { revision } = await app.call('state.get');
    await app.call('settings.update', { revision, changes: { server: { lan: true } } });
    await expect.poll(() => firstLine(desktop)).toMatch(/and the LAN$/);
    await expectTrayToFit(desktop, app);
    await keepPicture();
  });

  await test.step('stopped', async () => {
    await app.call('server.stop');
    await expect.poll(() => firstLine(desktop)).toBe('Stopped');
    await expectTrayToFit(desktop, app);
    await keepPicture();
  });

  await test.step('every state so far had a picture of its own', () => {
    expect(pictures.every((picture) => picture.length > 0)).toBe(true);
    expect(new Set(pictures.map((picture) => picture.toString('hex'))).size).toBe(3);
  });
  await server.close();
});

test('R1 a port that is taken at the start: the menu says so, offers another, and goes on when it is free', async ({
  desktop,
}) => {
  const blocker = await occupyPort();
  const { port } = blocker;
  const app = await desktop.launch({ args: [`--port=${port}`] });
  await expect.poll(() => firstLine(desktop)).toMatch(new RegExp(`^Port ${port} is taken`));
  await expectTrayToFit(desktop, app);
  const { status } = (await app.call('state.get')).server;
  expect(status).toBe('failed');

  await blocker.free();
  await desktop.tray.click('Start serving');
  await expect.poll(() => firstLine(desktop)).toBe(`Serving on port ${port}`);
  await expectTrayToFit(desktop, app);
});

test.describe('with a keyring', () => {
  test.use({ sessionOptions: { keyring: 'unlocked' } });

  test('a secret that cannot be read: menu, icon and window say that no token can be copied', async ({
    desktop,
  }) => {
    const first = await desktop.launch();
    await first.call('project.create', {
      fields: {
        name: 'Cloud',
        url: 'wss://cloud.example',
        apiKey: 'APIcloud',
        apiSecret: 'a-secret-of-at-least-thirty-two-characters',
      },
      activate: true,
    });
    await first.quit();

    const app = await desktop.launch({ passwordStore: 'basic' });
    const page = await app.page();
    await expect
      .poll(async () => (await desktop.tray.menu()).map(({ label }) => label))
      .toContain('The secret of project "Cloud" cannot be read on this host');
    await expectTrayToFit(desktop, app);
    await expect(desktop.tray.click('Copy token')).rejects.toThrow('is disabled');
    const strip = page.locator('.strip');
    await expect(strip).toHaveAttribute('data-shape', 'attention');
    await expect(strip).toContainText('Apps get no tokens');
    const picture = async (): Promise<string> => {
      const { pixmaps } = await desktop.tray.properties();
      return [...pixmaps.values()].map((pixels) => pixels.toString('hex')).join();
    };
    const amiss = await picture();

    const server = await startFakeLiveKitServer({
      keys: { APIabc: 'mZ4rT8wQ1xN6vB3kJ9pL2sD7fG5hC0aY' },
    });
    await app.call('project.create', {
      fields: {
        name: 'Kitchen',
        url: server.url,
        apiKey: 'APIabc',
        apiSecret: 'mZ4rT8wQ1xN6vB3kJ9pL2sD7fG5hC0aY',
      },
      activate: true,
    });
    await expect(strip).toHaveAttribute('data-shape', 'good');
    await expect.poll(picture).not.toBe(amiss);
    await server.close();
  });
});
