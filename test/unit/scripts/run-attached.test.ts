import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { itOnPosix } from '../../fixtures/posix.ts';

const module = new URL('../../../scripts/launch/run-attached.mjs', import.meta.url);
const cwd = fileURLToPath(new URL('.', module));

/** A launcher that runs a program of ours with `runAttached` and ends with the code that it reports. */
function launcherOf(program: string, sameWishMs = 60_000): string {
  return `
    const { runAttached } = await import(${JSON.stringify(module.href)});
    const { code } = await runAttached(process.execPath, ['-e', ${JSON.stringify(program)}], { cwd: '.', sameWishMs: ${sameWishMs} });
    console.log('LAUNCHER ' + code);
    process.exitCode = code;
  `;
}

function launch(program: string, sameWishMs?: number): ChildProcess {
  const args = ['--input-type=module', '-e', launcherOf(program, sameWishMs)];
  return spawn(process.execPath, args, { cwd, stdio: 'pipe' });
}

function outputOf(child: ChildProcess): () => string {
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return () => output;
}

/** Waits until the launcher or its program has printed a text. */
async function printed(output: () => string, text: string): Promise<void> {
  await expect.poll(output, { timeout: 10_000, interval: 10 }).toContain(text);
}

/** Says which signals it gets, and ends at the first one that differs from the first. */
const COUNTING = `
  let first;
  let count = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {
    first ??= signal;
    count += 1;
    console.log('GOT ' + signal + ' ' + count);
    if (signal !== first) process.exit(40 + count);
  });
  setInterval(() => {}, 1000);
  console.log('READY');
`;

const ENDS_AT_SIGTERM = `
  process.on('SIGTERM', () => process.exit(41));
  setInterval(() => {}, 1000);
  console.log('READY');
`;

let child: ChildProcess | undefined;

afterEach(() => {
  child?.kill('SIGKILL');
  child = undefined;
});

describe('runAttached', () => {
  it('passes output and exit code on', async () => {
    child = launch('console.log("hello"); process.exit(3)');
    const output = outputOf(child);
    expect(await once(child, 'close')).toEqual([3, null]);
    expect(output()).toContain('hello');
  });

  itOnPosix('signals', 'has 128 and the signal for a killed program', async () => {
    child = launch('process.kill(process.pid, "SIGKILL")');
    expect(await once(child, 'close')).toEqual([137, null]);
  });

  for (const [signal, other] of [
    ['SIGINT', 'SIGTERM'],
    ['SIGTERM', 'SIGHUP'],
    ['SIGHUP', 'SIGTERM'],
  ] as const) {
    itOnPosix(
      'signals',
      `passes ${signal} on, once for the pair that a terminal and npm send`,
      async () => {
        child = launch(COUNTING);
        const output = outputOf(child);
        await printed(output, 'READY');
        child.kill(signal);
        await printed(output, `GOT ${signal} 1`);
        child.kill(signal);
        child.kill(other);
        expect(await once(child, 'close')).toEqual([42, null]);
        expect(output()).toContain(`GOT ${other} 2`);
      },
    );
  }

  itOnPosix('signals', 'passes a later second signal on', async () => {
    child = launch(COUNTING, 0);
    const output = outputOf(child);
    await printed(output, 'READY');
    child.kill('SIGINT');
    await printed(output, 'GOT SIGINT 1');
    child.kill('SIGINT');
    await printed(output, 'GOT SIGINT 2');
    child.kill('SIGHUP');
    expect(await once(child, 'close')).toEqual([43, null]);
  });

  itOnPosix(
    'signals',
    "asks the program to stop when npm's shell is gone, to which alone npm sends SIGTERM",
    async () => {
      const script = '"$0" --input-type=module -e "$1"; true';
      child = spawn('sh', ['-c', script, process.execPath, launcherOf(ENDS_AT_SIGTERM)], {
        cwd,
        stdio: 'pipe',
        env: { ...process.env, npm_lifecycle_event: 'start' },
      });
      const output = outputOf(child);
      await printed(output, 'READY');
      child.kill('SIGTERM');
      await printed(output, 'LAUNCHER 41');
    },
  );
});
