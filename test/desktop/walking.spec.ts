import { expect, test } from '../fixtures/desktop.ts';
import { verifiedClaims } from '../fixtures/jwt.ts';

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
