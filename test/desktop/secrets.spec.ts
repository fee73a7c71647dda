import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject } from '../../main/contract/json.ts';
import { expect, test, type Desktop, type DesktopApp } from '../fixtures/desktop.ts';
import { jsonObject } from '../fixtures/json-object.ts';
import { verifiedClaims } from '../fixtures/jwt.ts';

const SENTINEL = 'sentinel-api-secret-4f9a1c6be27d4d0e9b53';

async function addProject(app: DesktopApp): Promise<string> {
  const {
    item: { id },
  } = await app.call('project.create', {
    fields: { name: 'Cloud', url: 'wss://cloud.example', apiKey: 'APIcloud', apiSecret: SENTINEL },
    activate: true,
  });
  return id;
}

/** The files below the session's whole folder that hold the sentinel, as another program finds them. */
function filesWithSentinel({ session }: Desktop): string[] {
  try {
    const found = execFileSync('grep', ['-rlaF', SENTINEL, session.folder], { encoding: 'utf8' });
    return found.trim().split('\n');
  } catch {
    return [];
  }
}

/** The prefix of the stored ciphertext, and nothing where the entry is no ciphertext. */
function ciphertextVersion(desktop: Desktop, id: string): string | undefined {
  const entry = jsonObject(desktop.read('secrets.json'))[id];
  const ciphertext = isJsonObject(entry) ? entry['ciphertext'] : undefined;
  return typeof ciphertext !== 'string'
    ? undefined
    : Buffer.from(ciphertext, 'base64').subarray(0, 3).toString('latin1');
}

async function mintedWithSentinel(app: DesktopApp): Promise<boolean> {
  const { token } = await app.call('token.mint', { room: 'r', identity: 'i' });
  return verifiedClaims(token, SENTINEL)['iss'] === 'APIcloud';
}

async function secretState(app: DesktopApp, id: string): Promise<string | undefined> {
  const { projects } = await app.call('state.get');
  return projects.find((project) => project.id === id)?.secret.state;
}

test.describe('with gnome-keyring', () => {
  test.use({ sessionOptions: { keyring: 'unlocked' } });

  test('S3 a secret is v11 ciphertext at rest, nowhere else on disk, and signs after a restart', async ({
    desktop,
  }) => {
    const first = await desktop.launch();
    await expect
      .poll(async () => (await first.call('state.get')).secretStorage)
      .toMatchObject({ protection: 'os', backend: 'gnome_libsecret' });
    const id = await addProject(first);
    expect(ciphertextVersion(desktop, id)).toBe('v11');
    expect(await mintedWithSentinel(first)).toBe(true);
    await first.call('settings.export');
    await first.call('diagnostics.read');
    await first.quit();
    expect(filesWithSentinel(desktop)).toEqual([]);

    const second = await desktop.launch();
    await expect.poll(() => secretState(second, id)).toBe('set');
    expect(await mintedWithSentinel(second)).toBe(true);
    expect(filesWithSentinel(desktop)).toEqual([]);
  });

  test('E17 switching between keyring and none loses nothing: unreadable, kept, and read again', async ({
    desktop,
  }) => {
    const first = await desktop.launch();
    const id = await addProject(first);
    await first.quit();
    const stored = desktop.read('secrets.json');

    const without = await desktop.launch({ passwordStore: 'basic' });
    const endpoint = await without.endpoint();
    await expect.poll(() => secretState(without, id)).toBe('unreadable');
    const reply = await fetch(`${endpoint}/token`, { method: 'POST' });
    expect(reply.status).toBe(503);
    expect(await reply.json()).toMatchObject({ error: 'secret_unreadable' });
    const local = await fetch(`${endpoint}/token?project=local`, { method: 'POST' });
    expect(local.status).toBe(200);
    await without.quit();
    expect(desktop.read('secrets.json')).toBe(stored);

    const again = await desktop.launch();
    await expect.poll(() => secretState(again, id)).toBe('set');
    expect(await mintedWithSentinel(again)).toBe(true);
  });

  test('E16 a secret saved without a keyring is encrypted once there is one', async ({
    desktop,
  }) => {
    const first = await desktop.launch({ passwordStore: 'basic' });
    const id = await addProject(first);
    expect(ciphertextVersion(desktop, id)).toBeUndefined();
    await first.quit();
    expect(filesWithSentinel(desktop)).toEqual([join(desktop.dataFolder, 'secrets.json')]);

    const second = await desktop.launch();
    await second.page();
    await expect.poll(() => ciphertextVersion(desktop, id)).toBe('v11');
    expect(await mintedWithSentinel(second)).toBe(true);
    expect(filesWithSentinel(desktop)).toEqual([]);
  });
});

for (const [what, options] of [
  ['--password-store=basic', { passwordStore: 'basic' }],
  [
    'no session bus',
    { passwordStore: 'gnome-libsecret', env: { DBUS_SESSION_BUS_ADDRESS: 'disabled:' } },
  ],
] as const) {
  test(`E16 with ${what}: said before saving, then a 0600 file, and no claim of encryption`, async ({
    desktop,
  }) => {
    const app = await desktop.launch(options);
    await app.endpoint();
    await expect
      .poll(async () => (await app.call('state.get')).secretStorage)
      .toMatchObject({
        protection: 'file',
        notice: expect.stringMatching(/without encryption.*0600/),
      });
    const page = await app.page();
    await page
      .getByRole('link', { name: 'Projects' })
      .or(page.getByRole('button', { name: 'Projects' }))
      .first()
      .click();
    await page.getByRole('button', { name: 'Add project' }).first().click();
    await page.getByRole('button', { name: 'Type them' }).click();
    await expect(page.getByText(/without encryption/).first()).toBeVisible();

    const id = await addProject(app);
    expect(statSync(join(desktop.dataFolder, 'secrets.json')).mode & 0o777).toBe(0o600);
    expect(filesWithSentinel(desktop)).toEqual([join(desktop.dataFolder, 'secrets.json')]);
    expect(await mintedWithSentinel(app)).toBe(true);
    await app.quit();

    const again = await desktop.launch(options);
    await expect.poll(() => secretState(again, id)).toBe('set');
  });
}

test.describe('with a keyring that waits for its password', () => {
  test.use({ sessionOptions: { keyring: 'unlocked' } });

  test('E19 R25 the endpoint and the window are up, the affected project says why, the others answer', async ({
    desktop,
  }) => {
    const first = await desktop.launch();
    const id = await addProject(first);
    await first.quit();
    await desktop.session.stopKeyring();
    await desktop.session.startKeyring(false);

    const app = await desktop.launch();
    const endpoint = await app.endpoint();
    expect((await fetch(`${endpoint}/token?project=local`, { method: 'POST' })).status).toBe(200);
    const served = `Serving on port ${new URL(endpoint).port}`;
    // The panel still knows the icon of the first run until that of this one is there.
    const firstLine = (): Promise<string | undefined> =>
      desktop.tray.menu().then(
        ([first]) => first?.label,
        () => undefined,
      );
    await expect.poll(firstLine).toBe(served);
    await expect.poll(() => secretState(app, id)).toMatch(/^(waiting|locked|unreadable)$/);
    const refused = await fetch(`${endpoint}/token`, { method: 'POST' });
    expect(refused.status).toBe(503);
    expect(ciphertextVersion(desktop, id)).toBe('v11');
  });
});
