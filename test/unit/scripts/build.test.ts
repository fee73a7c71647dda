import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isBuildFresh } from '../../../scripts/launch/fresh-build.mjs';

const SOURCES = [
  'main/hosts/headless.ts',
  'renderer/index.html',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'node_modules/.package-lock.json',
];
const BUILT = [
  'dist/renderer/index.html',
  'dist/electron/main.cjs',
  'dist/preload/preload.cjs',
  'dist/headless/token-tray.cjs',
];

let root: string;

function writeAt(path: string, seconds: number): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
  utimesSync(file, seconds, seconds);
}

function touchFolder(path: string, seconds: number): void {
  utimesSync(join(root, path), seconds, seconds);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'token-tray-fresh-'));
  for (const path of SOURCES) writeAt(path, 1000);
  for (const path of BUILT) writeAt(path, 2000);
  for (const folder of ['main', 'main/hosts', 'renderer']) touchFolder(folder, 1000);
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('isBuildFresh', () => {
  it('is true when every bundle is newer than every source', () => {
    expect(isBuildFresh(root)).toBe(true);
  });

  it.each(SOURCES)('is false after a change of %s', (path) => {
    writeAt(path, 3000);
    for (const folder of ['main', 'main/hosts', 'renderer']) touchFolder(folder, 1000);
    expect(isBuildFresh(root)).toBe(false);
  });

  it('is false after a source was removed, which changes its folder alone', () => {
    rmSync(join(root, 'main/hosts/headless.ts'));
    expect(isBuildFresh(root)).toBe(false);
  });

  it.each(BUILT)('is false without %s', (path) => {
    rmSync(join(root, path));
    expect(isBuildFresh(root)).toBe(false);
  });

  it('is false when one bundle is older than the sources, as after a build that broke off', () => {
    writeAt('dist/headless/token-tray.cjs', 500);
    expect(isBuildFresh(root)).toBe(false);
  });
});
