import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, expect, test, type Browser } from '@playwright/test';
import { startEndpoint, type TestEndpoint } from '../fixtures/endpoint.ts';

let browser: Browser;
let endpoint: TestEndpoint;
let site: Server;
let page: string;

/** A page of this machine that Chromium takes for one from the internet. */
test.beforeAll(async ({ launchOptions }) => {
  site = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>x</title>');
  });
  await new Promise<void>((resolve) => {
    site.listen(0, '127.0.0.1', resolve);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on TCP has one.
  const { port } = site.address() as AddressInfo;
  page = `http://localhost:${port}`;
  endpoint = await startEndpoint();
  browser = await chromium.launch({
    ...launchOptions,
    args: [
      ...(launchOptions.args ?? []),
      '--no-sandbox',
      `--ip-address-space-overrides=127.0.0.1:${port}=public,[::1]:${port}=public`,
    ],
  });
});

test.afterAll(async () => {
  await browser.close();
  await endpoint.close();
  site.close();
});

/** The status of a token request of the page, or why there was none. */
async function askFrom(permissions: string[]): Promise<number | string> {
  const context = await browser.newContext();
  await context.grantPermissions(permissions, { origin: page });
  const tab = await context.newPage();
  await tab.goto(page);
  const answer = await tab.evaluate(async (url) => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: '{}',
      });
      return response.status;
    } catch (error) {
      return String(error);
    }
  }, `http://127.0.0.1:${endpoint.port}/token`);
  await context.close();
  return answer;
}

test('A33 a page that Chrome calls public reaches the endpoint once it has the permission, by ordinary CORS', async () => {
  expect(await askFrom(['local-network-access'])).toBe(200);
  expect(endpoint.mintCount()).toBe(1);
});

test('A33 without the permission Chrome itself keeps the answer from such a page', async () => {
  expect(await askFrom([])).toContain('TypeError');
});
