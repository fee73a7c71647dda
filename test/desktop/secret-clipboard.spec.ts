import { spawn } from 'node:child_process';
import { expect, pasted, test, type Desktop, type DesktopApp } from '../fixtures/desktop.ts';

const SECRET = 'a-secret-of-at-least-thirty-two-characters';

async function copySecret(app: DesktopApp): Promise<void> {
  const {
    item: { id },
  } = await app.call('project.create', {
    fields: { name: 'Cloud', url: 'wss://x.example', apiKey: 'APIcloud', apiSecret: SECRET },
  });
  await app.call('project.copySecret', { id });
}

/** Keeps the app's timers of half a minute, to be run by `endHalfMinutes` instead of waited for. */
async function holdHalfMinutes(app: DesktopApp): Promise<void> {
  await app.electron.evaluate(() => {
    const later = setTimeout;
    const held: (() => void)[] = [];
    Reflect.set(globalThis, 'held', held);
    Reflect.set(globalThis, 'setTimeout', (run: () => void, ms: number) =>
      ms === 30_000 ? held.push(run) : later(run, ms),
    );
  });
}

async function endHalfMinutes(app: DesktopApp): Promise<number> {
  return app.electron.evaluate(() => {
    const held: unknown = Reflect.get(globalThis, 'held');
    if (!Array.isArray(held)) return 0;
    for (const run of held) run();
    return held.length;
  });
}

/** Another program copies, as a person would in it. xclip stays to hand the text out. */
function copyElsewhere({ session }: Desktop, text: string): void {
  const child = spawn('xclip', ['-selection', 'clipboard'], {
    env: session.env,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.stdin.end(text);
}

test('E21 after half a minute a secret is gone from the clipboard, and from the selection that a middle click pastes', async ({
  desktop,
}) => {
  const app = await desktop.launch();
  await app.page();
  await holdHalfMinutes(app);
  await copySecret(app);
  expect(await pasted(desktop.session)).toBe(SECRET);
  expect(await pasted(desktop.session, 'primary')).toBe(SECRET);
  expect(await endHalfMinutes(app)).toBe(1);
  await expect.poll(() => pasted(desktop.session)).toBe('');
  await expect.poll(() => pasted(desktop.session, 'primary')).toBe('');
});

test('E21 what was copied after the secret is left alone', async ({ desktop }) => {
  const app = await desktop.launch();
  await app.page();
  await holdHalfMinutes(app);
  await copySecret(app);
  copyElsewhere(desktop, 'a recipe');
  await expect.poll(() => pasted(desktop.session)).toBe('a recipe');
  expect(await endHalfMinutes(app)).toBe(1);
  // The secret goes from the selection, which comes after the clipboard.
  await expect.poll(() => pasted(desktop.session, 'primary')).toBe('');
  expect(await pasted(desktop.session)).toBe('a recipe');
  await app.quit();
  expect(await pasted(desktop.session)).toBe('a recipe');
});

test('E21 a secret goes with the app', async ({ desktop }) => {
  const app = await desktop.launch();
  await copySecret(app);
  expect(await pasted(desktop.session)).toBe(SECRET);
  await app.quit();
  expect(await pasted(desktop.session)).toBe('');
  expect(await pasted(desktop.session, 'primary')).toBe('');
});

test('E21 tokens and URLs are not cleared', async ({ desktop }) => {
  const app = await desktop.launch();
  await app.page();
  await holdHalfMinutes(app);
  await desktop.tray.click('Copy token');
  await expect.poll(() => pasted(desktop.session)).toMatch(/^eyJ/);
  expect(await endHalfMinutes(app)).toBe(0);
});
