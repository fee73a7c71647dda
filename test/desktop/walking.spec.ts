import { expect, test } from '../fixtures/desktop.ts';
import { verifiedClaims } from '../fixtures/jwt.ts';
import { pressKeys } from '../fixtures/visible-windows.ts';

test('a token is copied from the real tray: its menu read and clicked over D-Bus, the clipboard read by another program', async ({
  desktop,
}) => {
  const app = await desktop.launch();
  await app.endpoint();
  await desktop.tray.click('Copy token');
  await expect.poll(() => desktop.clipboard()).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  const claims = verifiedClaims(await desktop.clipboard(), 'secret');
  expect(claims).toMatchObject({ iss: 'devkey', video: { roomJoin: true } });
});

test('the endpoint answers while only the tray is there', async ({ desktop }) => {
  const app = await desktop.launch({ hidden: true });
  const reply = await fetch(`${await app.endpoint()}/token`, { method: 'POST' });
  expect(reply.status).toBe(200);
  expect(app.electron.windows()).toEqual([]);
});

test('once it is set, and no longer than that, a shortcut copies a token in every program', async ({
  desktop,
}) => {
  const app = await desktop.launch();
  await app.endpoint();
  const isTaken = (): Promise<boolean> =>
    app.electron.evaluate(({ globalShortcut }) => globalShortcut.isRegistered('Control+Alt+K'));
  const set = async (copyTokenShortcut: string): Promise<void> => {
    const { revision } = await app.call('state.get');
    await app.call('settings.update', { revision, changes: { app: { copyTokenShortcut } } });
  };
  expect(await isTaken()).toBe(false);
  await set('Control+Alt+K');
  expect(await isTaken()).toBe(true);
  // The window has nothing to do with it.
  await app.electron.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.hide();
  });
  await pressKeys(desktop.session, 'ctrl+alt+k');
  await expect.poll(() => desktop.clipboard()).toMatch(/^eyJ/);
  expect(verifiedClaims(await desktop.clipboard(), 'secret')).toMatchObject({ iss: 'devkey' });
  await set('');
  expect(await isTaken()).toBe(false);
});
