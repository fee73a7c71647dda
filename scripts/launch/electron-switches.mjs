// @ts-check

/**
 * Switches that Electron needs because of who starts it. Chromium refuses to run as root with its
 * sandbox on, which is what containers and build machines do.
 *
 * @param {{ platform: NodeJS.Platform, userId: number | undefined }} machine
 * @returns {string[]}
 */
export function electronSwitches({ platform, userId }) {
  return platform === 'linux' && userId === 0 ? ['--no-sandbox'] : [];
}
