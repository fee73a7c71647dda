// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';

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
 * @param {object} machine
 * @param {NodeJS.ProcessEnv} machine.env
 * @param {NodeJS.Platform} machine.platform
 * @param {string} machine.ofPlaywright Where Playwright's own would be.
 * @param {(path: string) => boolean} [machine.exists]
 * @returns {string | undefined}
 */
export function findChromium({ env, platform, ofPlaywright, exists = existsSync }) {
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
