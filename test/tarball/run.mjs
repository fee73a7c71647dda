// Tries the npm package on every line of Node that it promises: `npm run test:tarball`, after `npm run build`.
// The Nodes come from the registry, as the packages node@20, node@22 and node@24.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LINES = ['20', '22', '24'];
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const onWindows = process.platform === 'win32';

const folder = mkdtempSync(join(tmpdir(), 'token-tray-nodes-'));
let status = 1;
try {
  const bins = LINES.map((line) => {
    const prefix = join(folder, line);
    mkdirSync(prefix);
    // Its own install script fetches the executable for this system, and this project switches scripts off.
    const args = [
      'install',
      '--no-audit',
      '--no-fund',
      '--ignore-scripts=false',
      '--prefix',
      prefix,
    ];
    execFileSync('npm', [...args, `node@${line}`], {
      cwd: prefix,
      stdio: 'inherit',
      shell: onWindows,
    });
    return join(prefix, 'node_modules', 'node', 'bin');
  });
  const args = ['playwright', 'test', '--project=headless', 'test/e2e/packed-tarball.spec.ts'];
  ({ status } = spawnSync('npx', args, {
    cwd: ROOT,
    stdio: 'inherit',
    shell: onWindows,
    env: { ...process.env, TOKEN_TRAY_NODES: bins.join(delimiter) },
  }));
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
process.exitCode = status ?? 1;
