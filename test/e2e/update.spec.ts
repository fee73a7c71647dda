import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import manifest from '../../package.json' with { type: 'json' };
import { cleanEnvironment, TOKEN_TRAY } from '../fixtures/headless.ts';
import { freePort } from '../bench/free-port.mjs';

const MAX_GAP_MS = 5000;

let folder: string;
let running: ChildProcess | undefined;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-tray-update-'));
});

test.afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The built host as another version: the same code under another number. */
function installed(version: string): string {
  const target = join(folder, `app-${version}`);
  cpSync(dirname(dirname(TOKEN_TRAY)), target, { recursive: true });
  const bundles = join(target, 'headless');
  for (const name of readdirSync(bundles)) {
    const file = join(bundles, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(manifest.version, version));
  }
  return join(bundles, 'token-tray.cjs');
}

async function stop(): Promise<void> {
  if (running === undefined) return;
  const ended = once(running, 'exit');
  running.kill('SIGTERM');
  await ended;
  running = undefined;
}

/** Stops the host that runs and starts another on the same folder and port. Answers what it says once it serves. */
async function replaceBy(program: string, port: number): Promise<string> {
  await stop();
  const place = ['--port', String(port), '--data-dir', join(folder, 'data')];
  running = spawn(process.execPath, [program, 'serve', '--json', '--ui-port', '0', ...place], {
    env: cleanEnvironment(folder),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(running.stdout ?? running, 'data');
  return String(line);
}

function savedProjects(): unknown {
  const settings: { projects: unknown } = JSON.parse(
    readFileSync(join(folder, 'data/settings.json'), 'utf8'),
  );
  return settings.projects;
}

test('R26 an update under load, and back: a short gap, no wrong answer, and the settings are kept', async () => {
  const port = await freePort();
  const [older, newer] = [installed('0.8.1'), installed('0.9.2')];
  expect(await replaceBy(older, port)).toContain('0.8.1');
  const projects = savedProjects();

  const enough = new AbortController();
  let lastAnswer = performance.now();
  let longestGap = 0;
  const wrong: number[] = [];
  let answers = 0;
  const asking = (async () => {
    while (!enough.signal.aborted) {
      const response = await fetch(`http://127.0.0.1:${port}/token`, { method: 'POST' }).catch(
        () => undefined,
      );
      if (response === undefined) continue;
      await response.arrayBuffer().catch(() => undefined);
      if (response.status === 200) answers += 1;
      else wrong.push(response.status);
      longestGap = Math.max(longestGap, performance.now() - lastAnswer);
      lastAnswer = performance.now();
    }
  })();

  expect(await replaceBy(newer, port)).toContain('0.9.2');
  const afterUpdate = answers;
  await expect.poll(() => answers).toBeGreaterThan(afterUpdate);
  expect(await replaceBy(older, port)).toContain('0.8.1');
  const afterReturn = answers;
  await expect.poll(() => answers).toBeGreaterThan(afterReturn);
  enough.abort();
  await asking;

  expect(wrong).toEqual([]);
  expect(longestGap).toBeLessThan(MAX_GAP_MS);
  expect(savedProjects()).toEqual(projects);
});
