import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { probeElectron } from '../../../scripts/launch/electron-program.mjs';
import { describeOnPosix } from '../../fixtures/posix.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-tray-probe-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A program in the place of Electron. */
function program(script: string): string {
  const path = join(folder, 'electron');
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

function inSession(command: string[]): string[] {
  return ['env', 'SESSION=made', ...command];
}

describeOnPosix('shell scripts as programs', 'probeElectron', () => {
  it('knows the version of one that got ready', async () => {
    const path = program(
      'for last; do :; done; test -f "$last/main.cjs" && echo electron-is-ready 45.4.1',
    );
    expect(await probeElectron(path)).toEqual({ starts: true, version: '45.4.1' });
  });

  it('says which library is missing', async () => {
    const path = program(
      'echo "$0: error while loading shared libraries: libgtk-3.so.0: cannot open" >&2; exit 127',
    );
    expect(await probeElectron(path)).toEqual({
      starts: false,
      reason: 'error while loading shared libraries: libgtk-3.so.0: cannot open',
    });
  });

  it('does not believe an exit code of 0 without a word', async () => {
    expect(await probeElectron(program('exit 0'))).toEqual({
      starts: false,
      reason: 'it ended with exit code 0',
    });
  });

  it('says what it said last where no reason is known', async () => {
    expect(await probeElectron(program('echo first; echo last; exit 3'))).toEqual({
      starts: false,
      reason: 'it ended with exit code 3 (last)',
    });
  });

  it('ends one that hangs, with all that it started', async () => {
    const path = program('sleep 600 & sleep 600');
    expect(await probeElectron(path, { seconds: 1 })).toEqual({
      starts: false,
      reason: 'it was not ready within 1 s',
    });
  });

  it('answers for a program that is not there', async () => {
    const answer = await probeElectron(join(folder, 'nothing'));
    expect(answer).toEqual({ starts: false, reason: expect.stringContaining('ENOENT') });
  });

  it('puts a session in front of it', async () => {
    const path = program('echo electron-is-ready "$SESSION"');
    expect(await probeElectron(path, { wrap: inSession })).toEqual({
      starts: true,
      version: 'made',
    });
  });
});
