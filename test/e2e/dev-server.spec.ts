import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COPIED = [
  'main',
  'renderer',
  'scripts',
  'package.json',
  'tsconfig.base.json',
  'vite.config.ts',
];

let copy: string;
let dev: ChildProcess | undefined;
let output = '';

/** A clone without a build, in which anything may be edited. */
test.beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'token-tray-dev-'));
  for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'junction');
});

test.afterEach(async () => {
  if (dev !== undefined && dev.exitCode === null) {
    const ended = once(dev, 'exit');
    dev.kill('SIGTERM');
    await ended;
  }
  dev = undefined;
  rmSync(copy, { recursive: true, force: true });
});

/** Starts `npm run dev` in the copy. Answers the window's address once it and the endpoint are there. */
async function startDev(): Promise<string> {
  output = '';
  dev = spawn(process.execPath, ['scripts/dev.mjs', '--port', '0'], { cwd: copy });
  for (const stream of [dev.stdout, dev.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  await expect.poll(endpoints, { timeout: 40_000 }).toHaveLength(1);
  return /Window: (\S+)/.exec(output)?.[1] ?? '';
}

/** Where each of the hosts that were started served tokens, in order. */
function endpoints(): string[] {
  return [...output.matchAll(/Endpoint: (\S+)/g)].map((match) => match[1] ?? '');
}

/** Changes the only file of a folder that holds a text. */
function edit(folder: string, text: string, change: (code: string) => string): void {
  const found = readdirSync(join(copy, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:tsx?|css)$/.test(name))
    .map((name) => join(copy, folder, name))
    .filter((file) => readFileSync(file, 'utf8').includes(text));
  expect(found).toHaveLength(1);
  const [file = ''] = found;
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

const HEALTH = 'instance_id: instanceId';

async function open(page: Page): Promise<void> {
  await page.goto(await startDev());
  await expect(page.getByRole('region', { name: 'Token server' })).toContainText('Serving');
}

test('npm run dev shows an edited style without loading the page again', async ({ page }) => {
  await open(page);
  await page.evaluate(() => Object.assign(globalThis, { kept: 'kept' }));
  edit(
    'renderer/src/styles',
    '::selection',
    (css) => `${css}
body { outline: 3px solid rgb(1, 2, 3); }
`,
  );
  await expect(page.locator('body')).toHaveCSS('outline-color', 'rgb(1, 2, 3)');
  expect(await page.evaluate(() => Reflect.get(globalThis, 'kept'))).toBe('kept');
});

test('npm run dev shows an edited component of the window', async ({ page }) => {
  await open(page);
  edit('renderer/src/frame', '<nav', (code) => code.replace('<nav', '<nav data-edited="yes"'));
  await expect(page.getByRole('navigation')).toHaveAttribute('data-edited', 'yes');
  await expect(page.getByRole('region', { name: 'Token server' })).toContainText('Serving');
});

test('npm run dev restarts the host on an edit of main, and signs the open page in again', async ({
  page,
}) => {
  await open(page);
  edit('main', HEALTH, (code) => code.replace(HEALTH, `edited: 'yes', ${HEALTH}`));
  await expect.poll(endpoints, { timeout: 20_000 }).toHaveLength(2);
  const health = await fetch(new URL('/health', endpoints()[1]));
  expect(await health.json()).toMatchObject({ edited: 'yes' });
  await expect(page.getByRole('region', { name: 'Token server' })).toContainText(
    new URL(endpoints()[1] ?? '').port,
  );
});

test('npm run dev keeps the host running through an edit that does not build', async () => {
  await startDev();
  edit('main', HEALTH, (code) => `${code}\nconst = ;\n`);
  await expect.poll(() => output, { timeout: 20_000 }).toContain('The build failed');
  expect((await fetch(new URL('/health', endpoints()[0]))).status).toBe(200);
  expect(endpoints()).toHaveLength(1);
});
