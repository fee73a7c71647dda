// @ts-check
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isBuildFresh } from './is-build-fresh.mjs';

/**
 * Builds the app unless `dist` is newer than its sources. Vite is started by its own file, so that no
 * shell stands between, which on Windows would need a `.cmd`.
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
