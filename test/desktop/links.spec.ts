import { expect, replyTo, test } from '../fixtures/desktop.ts';
import { standInBrowser } from '../fixtures/stand-in-browser.ts';

test('E5 no window and no webview opens', async ({ desktop }) => {
  const app = await desktop.launch();
  const page = await app.page();
  const opened = await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://evil.example/';
    link.target = '_blank';
    document.body.append(link);
    link.click();
    document.body.append(document.createElement('webview'));
    return [window.open('https://evil.example/'), window.open('about:blank')];
  });
  expect(opened).toEqual([null, null]);
  // What the page asked for before this call has been answered by now.
  await app.call('state.get');
  expect(
    await app.electron.evaluate(({ webContents }) => webContents.getAllWebContents().length),
  ).toBe(1);
});

test('E6 only links of the list are opened outside', async ({ desktop }) => {
  const app = await desktop.launch();
  const page = await app.page();
  await app.electron.evaluate(({ shell }) => {
    const opened: string[] = [];
    Reflect.set(globalThis, 'opened', opened);
    shell.openExternal = async (url) => {
      opened.push(url);
    };
  });
  for (const link of [
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://evil.example/share',
    'ms-msdt:/id',
    'https://docs.livekit.io.evil.example/',
    `https://docs.livekit.io/${'x'.repeat(5000)}`,
    '__proto__',
  ]) {
    expect(await replyTo(page, 'link.open', { link })).toMatchObject({ ok: false });
  }
  const opened = (): Promise<unknown> =>
    app.electron.evaluate(() => Reflect.get(globalThis, 'opened') as unknown);
  expect(await opened()).toEqual([]);
  expect(await replyTo(page, 'link.open', { link: 'livekitDocs' })).toMatchObject({ ok: true });
  expect(await opened()).toEqual(['https://docs.livekit.io/frontends/authentication/tokens/']);
});

test('E6 Open in Meet starts the browser with an address that holds no token, and leads to Meet once', async ({
  desktop,
}) => {
  const browser = standInBrowser(desktop.session);
  const app = await desktop.launch({
    env: { ...browser.env, LIVEKIT_API_SECRET: 'a-secret-of-the-environment' },
  });
  const { id, token } = await app.call('token.mint', { room: 'lobby', identity: 'alice' });
  await app.call('link.open', { link: 'meet', tokenId: id });
  const { address, all } = await browser.started();
  expect(all).not.toContain(token.slice(0, 30));
  expect(all).not.toContain('a-secret-of-the-environment');
  const reply = await fetch(address, { redirect: 'manual' });
  const target = new URL(reply.headers.get('location') ?? '');
  expect(`${target.origin}${target.pathname}`).toBe('https://meet.livekit.io/custom');
  expect(target.searchParams.get('token')).toBe(token);
  await expect(fetch(address, { redirect: 'manual' })).rejects.toThrow('fetch failed');
});
