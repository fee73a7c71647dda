// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';

/** @type {Partial<Record<NodeJS.Platform, string[]>>} */
const USUAL_PLACES = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/opt/google/chrome/chrome',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
};

/**
 * A Chromium for the browser tests: the one named by PLAYWRIGHT_CHROMIUM, else Playwright's own, else
 * one that is installed in the usual places.
 *
 * @param {object} [machine]
 * @param {NodeJS.ProcessEnv} [machine.env]
 * @param {NodeJS.Platform} [machine.platform]
 * @param {string} [machine.ofPlaywright] Where Playwright's own would be.
 * @param {(path: string) => boolean} [machine.exists]
 * @returns {string | undefined}
 */
export function findChromium({
  env = process.env,
  platform = process.platform,
  ofPlaywright = chromium.executablePath(),
  exists = existsSync,
} = {}) {
  const named = env['PLAYWRIGHT_CHROMIUM'];
  if (named) return exists(named) ? named : undefined;
  const installed = platform === 'win32' ? windowsPlaces(env) : (USUAL_PLACES[platform] ?? []);
  return [ofPlaywright, ...installed].find((path) => path !== '' && exists(path));
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]}
 */
function windowsPlaces(env) {
  const folders = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']];
  return folders.flatMap((folder) =>
    folder ? [join(folder, 'Google/Chrome/Application/chrome.exe')] : [],
  );
}

const DOWNLOAD_SECONDS = 300;
const PACKAGE_SECONDS = 420;

/**
 * Finds a Chromium, or brings one: Playwright's own download, else Debian's package where we are root.
 *
 * @param {string} root The repository.
 * @returns {{ path: string } | { absent: string }}
 */
export function provideChromium(root) {
  const found = findChromium();
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
  const downloaded = findChromium();
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
    const installed = findChromium();
    if (installed !== undefined) return { path: installed };
  }
  const said = download.stderr?.trim().split('\n')[0]?.slice(0, 160);
  return {
    absent: `no Chromium is installed and none could be fetched${said ? ` (${said})` : ''}`,
  };
}
