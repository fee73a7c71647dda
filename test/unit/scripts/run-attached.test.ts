import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const module = new URL('../../../scripts/launch/run-attached.mjs', import.meta.url);
const cwd = fileURLToPath(new URL('.', module));

/** A launcher that runs a program of ours with `runAttached` and ends with the code that it reports. */
function launcherOf(program: string): string {
  return `
    const { runAttached } = await import(${JSON.stringify(module.href)});
    const { code } = await runAttached(process.execPath, ['-e', ${JSON.stringify(program)}], { cwd: '.' });
    console.log('LAUNCHER ' + code);
    process.exitCode = code;
  `;
}

function launch(program: string): ChildProcess {
  const args = ['--input-type=module', '-e', launcherOf(program)];
  return spawn(process.execPath, args, { cwd, stdio: 'pipe' });
}

function outputOf(child: ChildProcess): () => string {
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return () => output;
}

async function printed(output: () => string, text: string): Promise<void> {
  while (!output().includes(text)) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Counts the signals it gets and ends a while after the first, so that a second one would be seen. */
const COUNTING = `
  let count = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {
    count += 1;
    console.log('GOT ' + signal + ' ' + count);
    if (count === 1) setTimeout(() => process.exit(40 + count), 1500);
  });
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

  it.runIf(process.platform !== 'win32')(
    'has 128 and the signal for a killed program',
    async () => {
      child = launch('process.kill(process.pid, "SIGKILL")');
      expect(await once(child, 'close')).toEqual([137, null]);
    },
  );

  it.runIf(process.platform !== 'win32').each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'passes %s on, once for the pair that a terminal and npm send',
    async (signal) => {
      child = launch(COUNTING);
      const output = outputOf(child);
      await printed(output, 'READY');
      child.kill(signal);
      await new Promise((resolve) => setTimeout(resolve, 50));
      child.kill(signal);
      expect(await once(child, 'close')).toEqual([41, null]);
      expect(output()).toContain(`GOT ${signal} 1`);
      expect(output()).not.toContain(`GOT ${signal} 2`);
    },
  );

  it.runIf(process.platform !== 'win32')('passes a later second signal on', async () => {
    child = launch(COUNTING);
    const output = outputOf(child);
    await printed(output, 'READY');
    child.kill('SIGINT');
    await printed(output, 'GOT SIGINT 1');
    await new Promise((resolve) => setTimeout(resolve, 700));
    child.kill('SIGINT');
    await once(child, 'close');
    expect(output()).toContain('GOT SIGINT 2');
  });

  it.runIf(process.platform !== 'win32')(
    "asks the program to stop when npm's shell is gone, to which alone npm sends SIGTERM",
    async () => {
      const script = '"$0" --input-type=module -e "$1"; true';
      child = spawn('sh', ['-c', script, process.execPath, launcherOf(COUNTING)], {
        cwd,
        stdio: 'pipe',
        env: { ...process.env, npm_lifecycle_event: 'start' },
      });
      const output = outputOf(child);
      await printed(output, 'READY');
      child.kill('SIGTERM');
      await printed(output, 'LAUNCHER 41');
      expect(output()).toContain('GOT SIGTERM 1');
      expect(output()).not.toContain('GOT SIGTERM 2');
    },
  );
});
