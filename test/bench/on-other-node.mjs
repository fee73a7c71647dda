// @ts-check
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs a script on another line of Node, which comes from the registry as the package `node` and leaves again.
 * Returns the script's exit code.
 * @param {string} line such as `24`
 * @param {string[]} parameters the script and its own
 * @returns {number}
 */
export function runOnNode(line, parameters) {
  const folder = mkdtempSync(join(tmpdir(), 'token-tray-node-'));
  try {
    // The package's own install script fetches the executable, and this project switches scripts off.
    const install = ['install', '--no-audit', '--no-fund', '--ignore-scripts=false'];
    execFileSync('npm', [...install, '--prefix', folder, `node@${line}`], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
    const node = join(folder, 'node_modules', 'node', 'bin', 'node');
    return spawnSync(node, parameters, { stdio: 'inherit' }).status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
