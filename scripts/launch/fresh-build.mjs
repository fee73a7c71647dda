// @ts-check
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Builds the app unless `dist` is newer than its sources. Vite is started by its own file: on
 * Windows its `.cmd` would need a shell.
 *
 * @param {string} root The repository.
 * @returns {number} The exit code of the build; 0 where none was needed.
 */
export function build(root) {
  if (isBuildFresh(root)) {
    console.log('Build: up to date.');
    return 0;
  }
  console.log('Build: running.');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const { status, error } = spawnSync(
    process.execPath,
    [vite, 'build', '--app', '--logLevel', 'warn'],
    { cwd: root, stdio: 'inherit' },
  );
  if (error !== undefined) throw error;
  return status ?? 1;
}

/** One file of each bundle; a build writes all of them, so the oldest tells when the last build ran. */
const BUILT = [
  'dist/renderer/index.html',
  'dist/electron/main.cjs',
  'dist/preload/preload.cjs',
  'dist/headless/token-tray.cjs',
];

/** What a build reads. The last one is rewritten by every `npm ci`, so new dependencies count too. */
const SOURCES = [
  'main',
  'renderer',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'node_modules/.package-lock.json',
];

/**
 * Whether `dist` is newer than everything it is made of. Folders count with their own time, because
 * that is what changes when a file is removed or renamed.
 *
 * @param {string} root The repository.
 * @returns {boolean}
 */
export function isBuildFresh(root) {
  const builtAt = Math.min(...BUILT.map((path) => modifiedAt(join(root, path)) ?? 0));
  return builtAt > 0 && SOURCES.every((path) => newestUnder(join(root, path)) < builtAt);
}

/**
 * @param {string} path
 * @returns {number} Milliseconds since 1970; 0 where there is nothing.
 */
function newestUnder(path) {
  const own = modifiedAt(path);
  if (own === undefined || !statSync(path).isDirectory()) return own ?? 0;
  return Math.max(own, ...readdirSync(path).map((name) => newestUnder(join(path, name))));
}

/**
 * @param {string} path
 * @returns {number | undefined}
 */
function modifiedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
