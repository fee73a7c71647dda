import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test, type Desktop, type DesktopApp } from '../fixtures/desktop.ts';

const SECRET = 'a-secret-of-at-least-thirty-two-characters';

async function copySecret(app: DesktopApp): Promise<void> {
  const { id } = await app.call('project.create', {
    fields: { name: 'Cloud', url: 'wss://x.example', apiKey: 'APIcloud', apiSecret: SECRET },
  });
  await app.call('project.copySecret', { id });
}

/** Makes the app's timers go off 50 times as soon, so that half a minute is not waited out. */
async function hurry(app: DesktopApp): Promise<void> {
  await app.electron.evaluate(() => {
    const later = setTimeout;
    Reflect.set(globalThis, 'setTimeout', (run: () => void, ms: number) => later(run, ms / 50));
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

/** What is on the clipboard, and nothing where nothing is. */
async function held({ session }: Desktop): Promise<string> {
  const run = promisify(execFile);
  const options = { env: session.env, timeout: 5000 };
  return run('xclip', ['-selection', 'clipboard', '-o'], options).then(
    ({ stdout }) => stdout,
    () => '',
  );
}

test('E21 a secret is gone from the clipboard after half a minute', async ({ desktop }) => {
  const app = await desktop.launch();
  await copySecret(app);
  const copiedAt = performance.now();
  expect(await held(desktop)).toBe(SECRET);
  await new Promise((resolve) => setTimeout(resolve, 20_000));
  expect(await held(desktop)).toBe(SECRET);
  await expect.poll(() => held(desktop), { timeout: 20_000 }).toBe('');
  expect(performance.now() - copiedAt).toBeLessThan(35_000);
});

test('E21 what was copied after the secret is left alone', async ({ desktop }) => {
  const app = await desktop.launch();
  await app.page();
  await hurry(app);
  await copySecret(app);
  copyElsewhere(desktop, 'a recipe');
  await expect.poll(() => held(desktop)).toBe('a recipe');
  await new Promise((resolve) => setTimeout(resolve, 2000));
  expect(await held(desktop)).toBe('a recipe');
  await app.quit();
  expect(await held(desktop)).toBe('a recipe');
});

test('E21 a secret goes with the app, and the clipboard of another program does not', async ({
  desktop,
}) => {
  const app = await desktop.launch();
  await copySecret(app);
  expect(await held(desktop)).toBe(SECRET);
  await app.quit();
  expect(await held(desktop)).toBe('');
});

test('E21 tokens and URLs are not cleared', async ({ desktop }) => {
  const app = await desktop.launch();
  await app.page();
  await hurry(app);
  await desktop.tray.click('Copy token');
  await expect.poll(() => held(desktop)).toMatch(/^eyJ/);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  expect(await held(desktop)).toMatch(/^eyJ/);
});
