import type { Page } from '@playwright/test';
import type { Transport } from '../../main/contract/client.ts';
import { CONTRACT_CASES } from '../contract/contract-cases.ts';
import { expect, replyTo, test } from '../fixtures/desktop.ts';

test('the contract over IPC: every case, through the preload and the page', async ({ desktop }) => {
  test.setTimeout(120_000);
  const app = await desktop.launch();
  await app.endpoint();
  await expect.poll(async () => (await app.call('state.get')).server.status).toBe('serving');
  const transport = await transportOf(await app.page());
  expect(CONTRACT_CASES.length).toBeGreaterThan(40);
  for (const { title, run } of CONTRACT_CASES) {
    await test.step(title, () => run({ transport, close: () => Promise.resolve() }));
  }
});

/** The page's transport as one of this process: events come through a function that Playwright gives the page. */
async function transportOf(page: Page): Promise<Transport> {
  const listeners = new Map<number, (payload: unknown) => void>();
  let last = 0;
  await page.exposeFunction('hearEvent', (id: number, payload: unknown) => {
    listeners.get(id)?.(payload);
  });
  return {
    call: (name, input) => replyTo(page, name, input),
    listen: (event, listener) => {
      last += 1;
      const id = last;
      listeners.set(id, listener);
      const listening = page.evaluate(
        ([event, id]) => {
          const { tokenTray, hearEvent, stops } = window as Window & {
            tokenTray?: Transport;
            hearEvent?: (id: number, payload: unknown) => void;
            stops?: Map<number, () => void>;
          };
          const kept = stops ?? new Map<number, () => void>();
          Object.assign(window, { stops: kept });
          const stop = tokenTray?.listen(event, (payload) => hearEvent?.(id, payload));
          if (stop !== undefined) kept.set(id, stop);
        },
        [event, id] as const,
      );
      return () => {
        listeners.delete(id);
        const stopping = listening.then(() =>
          page.evaluate((id) => {
            const { stops } = window as Window & { stops?: Map<number, () => void> };
            stops?.get(id)?.();
          }, id),
        );
        // The last of them may still be on its way when the app ends.
        stopping.catch(() => {});
      };
    },
  };
}
