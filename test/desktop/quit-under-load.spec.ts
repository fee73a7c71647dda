import { EventEmitter, once } from 'node:events';
import type { Page } from '@playwright/test';
import * as v from 'valibot';
import { SettingsSchema } from '../../main/contract/settings.ts';
import { seedSettings } from '../../main/core/state/first-settings.ts';
import { expect, test } from '../fixtures/desktop.ts';
import { textUnder } from '../fixtures/json-object.ts';
import { verifiedClaims } from '../fixtures/jwt.ts';

const QUITS = 50;

interface Answers {
  issued: number;
  closed: number;
  wrong: string[];
}

/**
 * Asks for tokens in twenty lines at once until the app is gone. Every answer has to be right and whole.
 * `issuedSoMany` resolves after `count` of them.
 */
function mintUntilGone(
  endpoint: string,
  count: number,
): { minting: Promise<Answers>; issuedSoMany: Promise<unknown> } {
  const answers: Answers = { issued: 0, closed: 0, wrong: [] };
  const counter = new EventEmitter();
  const issuedSoMany = count === 0 ? Promise.resolve() : once(counter, `${count} issued`);
  const lines = Promise.all(
    Array.from({ length: 20 }, async (_, line) => {
      for (let turn = 0; ; turn += 1) {
        const identity = `line-${line}-turn-${turn}`;
        let reply: Response;
        let text: string;
        try {
          reply = await fetch(`${endpoint}/token`, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ participant_identity: identity }),
          });
          text = await reply.text();
        } catch {
          answers.closed += 1;
          return;
        }
        const isRight =
          reply.status === 200 &&
          verifiedClaims(textUnder(text, 'participant_token'), 'secret')['sub'] === identity;
        if (isRight) answers.issued += 1;
        else answers.wrong.push(`${reply.status} ${text}`);
        counter.emit(`${answers.issued} issued`);
      }
    }),
  );
  return { minting: lines.then(() => answers), issuedSoMany };
}

/** Saves settings again and again from the page, until the app is gone. */
async function saveUntilGone(page: Page): Promise<void> {
  await page
    .evaluate(async () => {
      const { tokenTray } = window as Window & {
        tokenTray?: {
          call(name: string, input: unknown): Promise<{ value: { revision: number } }>;
        };
      };
      for (let turn = 0; ; turn += 1) {
        const state = await tokenTray?.call('state.get', {});
        await tokenTray?.call('settings.update', {
          revision: state?.value.revision,
          changes: { server: { allowedHosts: [`host-${turn}.example`] } },
        });
      }
    })
    .catch(() => {
      // The page is gone with the app.
    });
}

test(`R9 ${QUITS} quits while tokens are handed out and settings saved: none waits for its deadline, every answer right, settings whole`, async ({
  desktop,
}) => {
  test.setTimeout(8 * 60_000);
  const settings = seedSettings();
  desktop.put('settings.json', JSON.stringify(settings));
  let issued = 0;
  for (let quit = 0; quit < QUITS; quit += 1) {
    const app = await desktop.launch();
    const endpoint = await app.endpoint();
    const page = await app.page();
    await page.waitForLoadState();
    // Another moment each time: before the first answer, within a save, in the middle of it all.
    const { minting, issuedSoMany } = mintUntilGone(endpoint, (quit * 7) % 100);
    const saving = saveUntilGone(page);
    await issuedSoMany;
    // At its deadline the app would end with a line in the log.
    expect(await app.quit()).toBe(0);
    expect(desktop.read('logs/token-tray.log')).not.toContain('did not stop in time');
    const answers = await minting;
    await saving;
    expect(answers.wrong).toEqual([]);
    issued += answers.issued;

    const saved = v.parse(SettingsSchema, JSON.parse(desktop.read('settings.json')));
    expect(saved.projects.map(({ name }) => name)).toEqual(['Local LiveKit']);
    expect(saved.server.allowedHosts.length).toBeLessThanOrEqual(1);
  }
  expect(issued).toBeGreaterThan(QUITS);
});
