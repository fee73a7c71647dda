import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { build } from 'vite';
import { startHeadless } from '../../fixtures/headless.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

interface EmptyPage {
  url: string;
  close(): Promise<void>;
}

/** What Vite makes of a page with one line of script, served over loopback: the least a built page can be. */
async function serveEmptyPage(): Promise<EmptyPage> {
  const folder = mkdtempSync(join(tmpdir(), 'token-tray-empty-'));
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><html lang="en"><head><title>Empty</title></head><body><script type="module" src="./main.js"></script></body></html>',
  );
  writeFileSync(join(folder, 'main.js'), "document.body.append(document.createElement('p'));\n");
  await build({ configFile: false, root: folder, base: './', logLevel: 'silent' });
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    readFile(join(folder, 'dist', path)).then(
      (content) =>
        response
          .writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream' })
          .end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has such an address
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          rmSync(folder, { recursive: true, force: true });
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Has `page` note, at each load, when the frame after the first one with `selector` in it began. */
async function notePaint(page: Page, selector: string): Promise<void> {
  await page.addInitScript((wanted) => {
    const look = (): void => {
      if (document.querySelector(wanted) === null) requestAnimationFrame(look);
      else requestAnimationFrame(() => Object.assign(window, { paintedAt: performance.now() }));
    };
    requestAnimationFrame(look);
  }, selector);
}

/** Milliseconds from the document's start until the frame was painted that `notePaint` waits for. */
async function paintTime(page: Page): Promise<number> {
  await page.reload();
  await page.waitForFunction(() => Reflect.has(window, 'paintedAt'));
  return page.evaluate(() => Number(Reflect.get(window, 'paintedAt')));
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

test('the first paint of the loaded app takes at most three times that of an empty Vite page, measured in turns', async ({
  page,
  browser,
}, info) => {
  test.setTimeout(120_000);
  const empty = await serveEmptyPage();
  const host = await startHeadless();
  const emptyPage = await (await browser.newContext()).newPage();
  try {
    await notePaint(emptyPage, 'body p');
    await notePaint(page, '.strip');
    await emptyPage.goto(empty.url);
    await page.goto(await host.link());
    await page.locator('.strip').waitFor();
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let turn = 0; turn < 15; turn += 1) {
      theirs.push(await paintTime(emptyPage));
      ours.push(await paintTime(page));
    }
    const ratio = median(ours) / median(theirs);
    const said = `${median(ours).toFixed(0)} ms to ${median(theirs).toFixed(0)} ms of an empty page, ratio ${ratio.toFixed(2)}`;
    info.annotations.push({ type: 'first paint', description: said });
    console.log(`First paint: ${said}`);
    expect(ratio).toBeLessThanOrEqual(3);
  } finally {
    await emptyPage.context().close();
    await host.close();
    await empty.close();
  }
});
