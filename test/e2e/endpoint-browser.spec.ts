import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, expect, test, type Browser, type Page } from '@playwright/test';
import { startEndpoint, type TestEndpoint } from '../fixtures/endpoint.ts';
import { addToPage, SIDE_LOADS } from '../fixtures/side-loads.ts';

// Names that a hostile site would have; both resolve to this machine, as after DNS rebinding.
const HOSTILE = 'evil.test';
const RESOLVER = `--host-resolver-rules=MAP ${HOSTILE} 127.0.0.1`;

let browser: Browser;
let endpoint: TestEndpoint;
let site: Server;
let sitePort: number;

test.beforeAll(async ({ launchOptions }) => {
  browser = await chromium.launch({
    ...launchOptions,
    args: [...(launchOptions.args ?? []), RESOLVER, '--no-sandbox'],
  });
  endpoint = await startEndpoint({ uiHint: () => 'http://localhost:7886/' });
  site = createServer((request, response) => {
    const isolated = request.url?.startsWith('/isolated') === true;
    response.writeHead(200, {
      'Content-Type': 'text/html',
      ...(isolated
        ? {
            'Cross-Origin-Embedder-Policy': 'require-corp',
            'Cross-Origin-Opener-Policy': 'same-origin',
          }
        : {}),
    });
    response.end('<!doctype html><title>A page</title><body></body>');
  });
  await new Promise<void>((resolve) => {
    site.listen(0, '127.0.0.1', resolve);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on TCP has one.
  sitePort = (site.address() as AddressInfo).port;
});

test.afterAll(async () => {
  await browser.close();
  await endpoint.close();
  site.close();
});

async function openSite(host: string, path = '/'): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`http://${host}:${sitePort}${path}`);
  return page;
}

/** Waits until the endpoint has stopped so many more requests, and answers by which rules. */
async function stoppedSince(before: number, count: number): Promise<(string | undefined)[]> {
  await expect.poll(async () => (await endpoint.activity()).length - before).toBe(count);
  const entries = (await endpoint.activity()).slice(0, count);
  expect(new Set(entries.map(({ status }) => status))).toEqual(new Set([403]));
  return entries.map(({ error }) => error?.rule);
}

test('A2 a rebound page can read nothing and mint nothing', async () => {
  const before = endpoint.mintCount();
  const page = await browser.newPage();
  const opened = await page.goto(`http://${HOSTILE}:${endpoint.port}/`);
  expect(opened?.status()).toBe(403);
  expect(await page.content()).not.toMatch(/eyJ|devkey|secret|session/i);

  const fetched = await page.evaluate(async () => {
    const requests: [string, RequestInit?][] = [
      ['/'],
      ['/', { headers: { Accept: 'text/html' } }],
      ['/admin'],
      ['/health'],
      ['/token'],
      ['/token', { method: 'POST', body: '{}' }],
      ['/token', { method: 'POST', headers: { 'Content-Type': 'application/json' } }],
    ];
    const answers: [number, string][] = [];
    for (const [path, init] of requests) {
      const response = await fetch(path, init);
      answers.push([response.status, await response.text()]);
    }
    return answers;
  });
  expect(fetched).toHaveLength(7);
  for (const [status, body] of fetched) {
    expect(status).toBe(403);
    expect(body).not.toMatch(/eyJ|devkey|server_url/);
  }
  expect(endpoint.mintCount()).toBe(before);
  await page.close();
});

test('A10 what a page may send without asking first is stopped', async () => {
  const before = endpoint.mintCount();
  const lines = (await endpoint.activity()).length;
  const page = await openSite(HOSTILE);
  await page.evaluate(async (url) => {
    await fetch(url, { method: 'POST', mode: 'no-cors', body: '{}' }).catch(() => undefined);
    await fetch(url, { mode: 'no-cors' }).catch(() => undefined);
    navigator.sendBeacon(url, '{}');
    for (const enctype of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
    ]) {
      const frame = document.createElement('iframe');
      frame.name = `frame-${enctype}`;
      document.body.append(frame);
      const form = document.createElement('form');
      Object.assign(form, { action: url, method: 'post', enctype, target: frame.name });
      const input = document.createElement('input');
      Object.assign(input, { name: '{"room_name":"', value: 'x"}' });
      form.append(input);
      document.body.append(form);
      form.submit();
    }
  }, `${endpoint.url}/token`);
  const rules = await stoppedSince(lines, 6);
  expect(rules.filter((rule) => rule === 'origin')).toHaveLength(5);
  expect(rules.filter((rule) => rule === 'fetch_metadata')).toHaveLength(1);
  expect(endpoint.mintCount()).toBe(before);
  await page.close();
});

test('A8 the script of a page that is not allowed reads nothing; its developer tools show why', async () => {
  const page = await openSite(HOSTILE);
  const tools = await page.context().newCDPSession(page);
  await tools.send('Network.enable');
  const shown: string[] = [];
  // The page's own icon is answered, too.
  tools.on('Network.responseReceivedExtraInfo', ({ statusCode, headersText = '' }) => {
    if (statusCode === 403) shown.push(headersText);
  });
  for (const headers of [{}, { 'Content-Type': 'application/json' }]) {
    const outcome = await page.evaluate(([url, init]) => fetch(url, init).then(String, String), [
      `${endpoint.url}/token`,
      { method: 'POST', body: '{}', headers },
    ] as const);
    expect(outcome).toBe('TypeError: Failed to fetch');
  }
  await expect.poll(() => shown.length).toBe(2);
  for (const head of shown) {
    expect(head).toMatch(/^HTTP\/1\.1 403 Forbidden: origin_not_allowed\r\n/);
    expect(head).toContain('X-Token-Tray-Error: origin_not_allowed');
    expect(head).not.toContain('Access-Control-');
  }
  await page.close();
});

test('A12 the endpoint is no image, script, style or frame of another site', async () => {
  const before = endpoint.mintCount();
  const lines = (await endpoint.activity()).length;
  const page = await openSite(HOSTILE);
  const loaded = await page.evaluate(async (url) => {
    const load = (tag: 'img' | 'script', path: string): Promise<boolean> =>
      new Promise((resolve) => {
        const element = document.createElement(tag);
        element.addEventListener('load', () => resolve(true));
        element.addEventListener('error', () => resolve(false));
        element.src = `${url}${path}`;
        document.body.append(element);
      });
    const frame = document.createElement('iframe');
    frame.src = `${url}/token`;
    document.body.append(frame);
    return [await load('img', '/token'), await load('script', '/token'), await load('script', '/')];
  }, endpoint.url);
  expect(loaded).toEqual([false, false, false]);
  expect(new Set(await stoppedSince(lines, 4))).toEqual(new Set(['fetch_metadata']));
  expect(endpoint.mintCount()).toBe(before);
  await page.close();
});

for (const { what, isAhead, html } of SIDE_LOADS) {
  test(`A12 another site mints nothing by ${what}`, async () => {
    const before = endpoint.mintCount();
    const lines = (await endpoint.activity()).length;
    const page = await openSite(HOSTILE);
    await page.evaluate(addToPage, html(`${endpoint.url}/token?room=side`));
    await expect.poll(async () => (await endpoint.activity()).length).toBeGreaterThan(lines);
    const [entry] = await endpoint.activity();
    const rule = isAhead ? 'speculation' : 'fetch_metadata';
    expect([entry?.status, entry?.error?.rule]).toEqual([403, rule]);
    expect(endpoint.mintCount()).toBe(before);
    await page.close();
  });
}

test('A12 another site mints nothing by the ping of a link', async () => {
  const before = endpoint.mintCount();
  const lines = (await endpoint.activity()).length;
  const page = await openSite(HOSTILE);
  await page.setContent(`<a href="#there" ping="${endpoint.url}/token?room=ping">there</a>`);
  await page.getByRole('link', { name: 'there' }).click();
  expect(await stoppedSince(lines, 1)).toEqual(['origin']);
  expect(endpoint.mintCount()).toBe(before);
  await page.close();
});

test('A12 a link of another site leads to the page for people and mints nothing', async () => {
  const before = endpoint.mintCount();
  const page = await openSite(HOSTILE);
  await page.setContent(
    `<a href="${endpoint.url}/">page</a> <a href="${endpoint.url}/token">token</a>`,
  );
  await page.getByRole('link', { name: 'page' }).click();
  await expect(page.getByRole('heading', { name: 'Token Tray' })).toBeVisible();
  await page.goBack();
  await page.setContent(`<a href="${endpoint.url}/token">token</a>`);
  await page.getByRole('link', { name: 'token' }).click();
  await expect(page.getByText('cross_site_request')).toBeVisible();
  expect(endpoint.mintCount()).toBe(before);
  await page.close();
});

for (const path of ['/', '/isolated']) {
  test(`W23 a page of this machine gets its token, with credentials too, from ${path}`, async () => {
    const page = await openSite('localhost', path);
    const answers = await page.evaluate(async (url) => {
      const ask = async (init: RequestInit): Promise<[number, unknown]> => {
        const response = await fetch(`${url}/token`, { method: 'POST', ...init });
        return [response.status, await response.json()];
      };
      const headers = { 'Content-Type': 'application/json', 'X-Sandbox-ID': 'x', 'X-Any': 'y' };
      return [
        await ask({ headers, body: '{}' }),
        await ask({ headers, body: '{}', credentials: 'include' }),
        await ask({ headers, body: '{"room_name":1}' }),
      ];
    }, endpoint.url);
    expect(answers).toEqual([
      [200, expect.objectContaining({ participant_token: expect.any(String) })],
      [200, expect.objectContaining({ participant_token: expect.any(String) })],
      [400, expect.objectContaining({ error: 'invalid_field' })],
    ]);
    await page.close();
  });
}

test('A8 a sandboxed frame, whose origin is null, gets nothing', async () => {
  const before = endpoint.mintCount();
  const page = await openSite('localhost');
  const outcome = await page.evaluate(
    (url) =>
      new Promise<unknown>((resolve) => {
        addEventListener('message', ({ data }) => resolve(data));
        const frame = document.createElement('iframe');
        frame.setAttribute('sandbox', 'allow-scripts');
        frame.srcdoc = `<script>
          fetch('${url}', { method: 'POST' }).then(
            (response) => parent.postMessage(response.status, '*'),
            () => parent.postMessage('failed', '*'),
          );
        </script>`;
        document.body.append(frame);
      }),
    `${endpoint.url}/token`,
  );
  expect(outcome).toBe('failed');
  expect(endpoint.mintCount()).toBe(before);
  await page.close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the page for people is styled in ${colorScheme}, breaks no rule of its own, and fits`, async () => {
    const page = await browser.newPage({ colorScheme });
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (!message.location().url.endsWith('/favicon.ico')) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(endpoint.url);
    await expect(page.getByText(`curl -X POST ${endpoint.url}/token`)).toBeVisible();
    await expect(page.getByRole('link', { name: 'http://localhost:7886/' })).toBeVisible();
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(background).toBe(colorScheme === 'light' ? 'rgb(247, 247, 248)' : 'rgb(23, 24, 27)');
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBe(0);
    }
    expect(complaints).toEqual([]);
    await page.close();
  });
}
