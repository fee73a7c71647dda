// @ts-check
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from './find-chromium.mjs';

const DOWNLOAD_SECONDS = 300;
const PACKAGE_SECONDS = 420;

/**
 * Finds a Chromium, or brings one: Playwright's own download, else Debian's package where we are root.
 *
 * @param {string} root The repository.
 * @returns {{ path: string } | { absent: string }}
 */
export function provideChromium(root) {
  const found = find();
  if (found !== undefined) return { path: found };
  if (process.env['PLAYWRIGHT_CHROMIUM']) {
    return {
      absent: `PLAYWRIGHT_CHROMIUM names ${process.env['PLAYWRIGHT_CHROMIUM']}, which is not there`,
    };
  }

  console.log(`Chromium is not here yet: fetching it once, for at most ${DOWNLOAD_SECONDS} s.`);
  const cli = join(root, 'node_modules/@playwright/test/cli.js');
  const download = spawnSync(process.execPath, [cli, 'install', 'chromium'], {
    cwd: root,
    timeout: DOWNLOAD_SECONDS * 1000,
    encoding: 'utf8',
  });
  const downloaded = find();
  if (downloaded !== undefined) return { path: downloaded };

  if (process.platform === 'linux' && process.getuid?.() === 0) {
    console.log("Playwright's Chromium cannot be fetched: installing Debian's package.");
    const options = /** @type {const} */ ({
      timeout: PACKAGE_SECONDS * 1000,
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    spawnSync('apt-get', ['update'], options);
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], options);
    const installed = find();
    if (installed !== undefined) return { path: installed };
  }
  const said = download.stderr?.trim().split('\n')[0]?.slice(0, 160);
  return {
    absent: `no Chromium is installed and none could be fetched${said ? ` (${said})` : ''}`,
  };
}

/** @returns {string | undefined} */
function find() {
  return findChromium({
    env: process.env,
    platform: process.platform,
    ofPlaywright: chromium.executablePath(),
  });
}
