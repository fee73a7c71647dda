import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, expect, test, type Browser } from '@playwright/test';
import { SESSION_STORAGE_KEY } from '../../main/contract/http-protocol.ts';
import { startControlFixture } from '../endpoint/control/control-fixture.ts';
import { startHeadless, type Headless } from '../fixtures/headless.ts';
import { addToPage, SIDE_LOADS } from '../fixtures/side-loads.ts';

// A name that a hostile site would have; it resolves to this machine, as after DNS rebinding.
const HOSTILE = 'evil.test';

let browser: Browser;
let host: Headless;
let site: Server;
let siteUrl: string;

test.beforeAll(async ({ launchOptions }) => {
  browser = await chromium.launch({
    ...launchOptions,
    args: [
      ...(launchOptions.args ?? []),
      `--host-resolver-rules=MAP ${HOSTILE} 127.0.0.1`,
      '--no-sandbox',
    ],
  });
  host = await startHeadless();
  site = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end('<!doctype html><title>Another site</title><body></body>');
  });
  await new Promise<void>((resolve) => {
    site.listen(0, '127.0.0.1', resolve);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on TCP has one.
  siteUrl = `http://localhost:${(site.address() as AddressInfo).port}/`;
});

test.afterAll(async () => {
  await browser.close();
  await host.close();
  site.close();
});

test('A2 A7 a rebound page can neither load the window nor call it', async () => {
  const page = await browser.newPage();
  const { port } = new URL(host.ui);
  const opened = await page.goto(`http://${HOSTILE}:${port}/`);
  expect(opened?.status()).toBe(403);
  expect(await page.content()).not.toContain(host.session().token);
  const statuses = await page.evaluate(async (token) => {
    const headers = { Authorization: `Bearer ${token}` };
    const requests: [string, RequestInit?][] = [
      ['/'],
      ['/index.html'],
      ['/api/events', { headers }],
      ['/api/session', { method: 'POST', body: '{"code":"x"}' }],
      ['/api/call/state.get', { method: 'POST', headers }],
    ];
    return Promise.all(requests.map(async ([path, init]) => (await fetch(path, init)).status));
  }, host.session().token);
  expect(new Set(statuses)).toEqual(new Set([403]));
  await page.close();
});

test('A10 A31 a page of another site can neither frame the window nor post to it', async () => {
  const page = await browser.newPage();
  await page.goto(siteUrl);
  const before = JSON.stringify(await host.call('state.get'));
  const framed = page.waitForResponse(host.ui).then((response) => response.status());
  await page.evaluate(async (ui) => {
    const frame = document.createElement('iframe');
    frame.src = ui;
    document.body.append(frame);
    await new Promise((resolve) => {
      frame.addEventListener('load', resolve);
    });
    const post = { method: 'POST', mode: 'no-cors', body: '{}' } as const;
    await fetch(new URL('/api/call/server.stop', ui), post).catch(() => {});
    navigator.sendBeacon(new URL('/api/call/server.stop', ui), '{}');
  }, host.ui);
  expect(await framed).toBe(403);
  expect(page.frames().map((frame) => frame.url())).not.toContain(host.ui);
  expect(JSON.stringify(await host.call('state.get'))).toBe(before);
  await page.close();
});

for (const { what, html } of SIDE_LOADS) {
  test(`A12 another site gets nothing of the window by ${what}`, async () => {
    const window = await startControlFixture();
    const statuses: number[] = [];
    const note = (message: unknown): void => {
      if (isFinished(message) && message.request.socket.localPort === window.port)
        statuses.push(message.response.statusCode);
    };
    subscribe('http.server.response.finish', note);
    const page = await browser.newPage();
    await page.goto(siteUrl.replace('localhost', HOSTILE));
    await page.evaluate(addToPage, html(window.server.url));
    await expect.poll(() => statuses.length).toBeGreaterThan(0);
    expect(new Set(statuses)).toEqual(new Set([403]));
    unsubscribe('http.server.response.finish', note);
    await page.close();
    await window.close();
  });
}

interface Finished {
  request: IncomingMessage;
  response: ServerResponse;
}

function isFinished(message: unknown): message is Finished {
  return typeof message === 'object' && message !== null && 'response' in message;
}

test('A30 the printed link signs a browser in once, and leaves nothing in its address', async () => {
  const link = await host.link();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(link);
  await expect
    .poll(() => page.evaluate((key) => sessionStorage.getItem(key), SESSION_STORAGE_KEY))
    .toBe(host.session().token);
  expect(page.url()).toBe(host.ui);
  expect(await context.cookies()).toEqual([]);
  await page.reload();
  await expect(page.getByText('Local LiveKit').first()).toBeVisible();

  const other = await browser.newContext();
  const late = await other.newPage();
  await late.goto(link);
  await expect(late.getByText('token-tray open').first()).toBeVisible();
  expect(await late.evaluate(() => sessionStorage.length)).toBe(0);
  await Promise.all([context.close(), other.close()]);
});

test('N8 E3 the window loads over plain http with no violation of its own policy', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('requestfailed', (request) => problems.push(request.url()));
  const urls: string[] = [];
  page.on('request', (request) => urls.push(request.url()));
  await page.goto(await host.link());
  await expect(page.getByText('Local LiveKit').first()).toBeVisible();
  const blocked = await page.evaluate(async () => {
    const violations: string[] = [];
    const blockedAll = new Promise<void>((resolve) => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        violations.push(effectiveDirective);
        if (violations.length === 3) resolve();
      });
    });
    const script = document.createElement('script');
    script.textContent = 'globalThis.injected = true';
    document.head.append(script);
    const image = document.createElement('img');
    image.src = 'http://remote.invalid/x.png';
    document.body.append(image);
    await fetch('http://remote.invalid/').catch(() => {});
    await blockedAll;
    return { violations: violations.toSorted(), injected: 'injected' in globalThis };
  });
  expect(blocked).toEqual({
    violations: ['connect-src', 'img-src', 'script-src-elem'],
    injected: false,
  });
  expect(new Set(urls.map((url) => new URL(url).origin))).toEqual(
    new Set([new URL(host.ui).origin, 'http://remote.invalid']),
  );
  expect(
    problems.filter(
      (problem) => !problem.includes('remote.invalid') && !problem.includes('inline'),
    ),
  ).toEqual([]);
  await context.close();
});
