import { expect, test } from '../fixtures/desktop.ts';
import { standInBrowser } from '../fixtures/stand-in-browser.ts';

test('A34 Join and watch starts the browser with an address that holds no token, and hands the token over once', async ({
  desktop,
}) => {
  const browser = standInBrowser(desktop.session);
  const app = await desktop.launch({ env: browser.env });
  const joined = await app.call('room.join', { room: 'lobby', role: 'watcher' });
  expect(joined).toMatchObject({ opened: true, identity: expect.stringMatching(/^watcher-/) });
  const { address } = await browser.started();
  expect(address).toBe(joined.url);
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}$/);

  // The window keeps its policy; the page has one of its own.
  const page = await fetch(address);
  expect(page.headers.get('content-security-policy')).toContain(
    "connect-src 'self' ws://localhost:7880 http://localhost:7880;",
  );
  const html = await page.text();
  const script = /src="\.(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? '';
  expect((await fetch(new URL(script, address))).status).toBe(200);

  const ticket: unknown = await (await fetch(address, { method: 'POST' })).json();
  expect(ticket).toMatchObject({
    ok: true,
    value: { room: 'lobby', role: 'watcher', serverUrl: 'ws://localhost:7880' },
  });
  expect((await fetch(address, { method: 'POST' })).status).toBe(410);
});
