import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { electronExecutable, electronSwitches } from '../../../scripts/launch/electron-program.mjs';

let root: string;

function write(path: string, content = ''): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'token-tray-electron-'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('electronExecutable', () => {
  it('finds nothing after an install that fetched no program', () => {
    expect(electronExecutable({ root, env: {}, platform: 'linux' })).toBeUndefined();
  });

  it('finds the program that the installer left', () => {
    const program = write('node_modules/electron/dist/electron');
    write('node_modules/electron/path.txt', 'electron');
    expect(electronExecutable({ root, env: {}, platform: 'linux' })).toBe(program);
  });

  it('does not believe path.txt when the program is gone', () => {
    write('node_modules/electron/path.txt', 'electron');
    expect(electronExecutable({ root, env: {}, platform: 'linux' })).toBeUndefined();
  });

  it.each([
    ['linux', 'electron'],
    ['win32', 'electron.exe'],
    ['darwin', 'Electron.app/Contents/MacOS/Electron'],
  ] as const)('finds the program of ELECTRON_OVERRIDE_DIST_PATH on %s', (platform, inside) => {
    const program = write(join('elsewhere', inside));
    const env = { ELECTRON_OVERRIDE_DIST_PATH: join(root, 'elsewhere') };
    expect(electronExecutable({ root, env, platform })).toBe(program);
  });
});

describe('electronSwitches', () => {
  it('switches the sandbox off for root on Linux, where Chromium refuses to start with it', () => {
    expect(electronSwitches({ platform: 'linux', userId: 0 })).toEqual(['--no-sandbox']);
  });

  it('leaves the sandbox on for everyone else', () => {
    expect(electronSwitches({ platform: 'linux', userId: 1000 })).toEqual([]);
    expect(electronSwitches({ platform: 'darwin', userId: 0 })).toEqual([]);
    expect(electronSwitches({ platform: 'win32', userId: undefined })).toEqual([]);
  });
});
