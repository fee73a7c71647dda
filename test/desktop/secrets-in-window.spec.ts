import type { CDPSession, Page } from '@playwright/test';
import type { Transport } from '../../main/contract/client.ts';
import { expect, test } from '../fixtures/desktop.ts';

const SENTINEL = 'sentinel-api-secret-c0ffee11d5a94e2b8f37';

test('E14 a stored secret is nowhere in the window: not in its traffic, its page, its storage or its memory', async ({
  desktop,
}) => {
  const first = await desktop.launch();
  await first.call('project.create', {
    fields: { name: 'Cloud', url: 'wss://x.example', apiKey: 'APIcloud', apiSecret: SENTINEL },
    activate: true,
  });
  await first.quit();

  const app = await desktop.launch();
  const endpoint = await app.endpoint();
  const page = await app.page();
  await expect
    .poll(async () => (await fetch(`${endpoint}/token`, { method: 'POST' })).status)
    .toBe(200);

  const traffic = await page.evaluate(async () => {
    const { tokenTray } = window as Window & { tokenTray?: Transport };
    if (tokenTray === undefined) throw new Error('The page has no transport.');
    const seen: unknown[] = [];
    for (const event of ['state.changed', 'activity.added', 'tokens.changed']) {
      tokenTray.listen(event, (payload) => seen.push(payload));
    }
    for (const name of [
      'host.describe',
      'state.get',
      'token.list',
      'activity.list',
      'settings.export',
      'diagnostics.read',
      'import.scan',
      'token.mint',
    ]) {
      seen.push(await tokenTray.call(name, {}));
    }
    return JSON.stringify(seen);
  });
  expect(traffic).toContain('APIcloud');
  expect(traffic).not.toContain(SENTINEL);

  for (const view of ['Projects', 'Defaults', 'Presets', 'Tokens', 'Activity', 'Settings']) {
    await page.keyboard.press('Escape');
    await page.getByRole('navigation').getByText(view, { exact: true }).click();
    await expect(page.getByRole('heading', { name: view, level: 1 })).toBeVisible();
    expect(await page.content()).not.toContain(SENTINEL);
  }
  expect(
    await page.evaluate(() =>
      [localStorage, sessionStorage].map((storage) => JSON.stringify(storage)).join(),
    ),
  ).not.toContain(SENTINEL);
  const memory = await heapOf(page);
  expect(memory).toContain('APIcloud');
  expect(memory).not.toContain(SENTINEL);
});

/** Every string that the page's memory holds, as DevTools takes it. */
async function heapOf(page: Page): Promise<string> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return chunks.join('');
}
