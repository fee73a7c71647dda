// @ts-check
import { spawnSync } from 'node:child_process';
import { hasCommand } from './has-command.mjs';

const SECONDS = 420;

/**
 * The programs that the desktop tests are made of, each with Debian's package: a screen, a session bus, a
 * keyring, and others that look at what the app did. Each test starts its own.
 */
const TOOLS = {
  Xvfb: 'xvfb',
  'xvfb-run': 'xvfb',
  xauth: 'xauth',
  'dbus-daemon': 'dbus',
  'dbus-run-session': 'dbus',
  'gnome-keyring-daemon': 'gnome-keyring',
  xclip: 'xclip',
  xwininfo: 'x11-utils',
  gio: 'libglib2.0-bin',
};

/**
 * Which packages are missing, by the programs that are.
 *
 * @param {(command: string) => boolean} [has]
 * @returns {string[]} Names of Debian's packages, each once.
 */
export function missingDesktopPackages(has = hasCommand) {
  const missing = Object.entries(TOOLS).filter(([command]) => !has(command));
  return [...new Set(missing.map(([, name]) => name))];
}

/**
 * Finds what the desktop tests need, or installs Debian's packages where we are root.
 *
 * @returns {string | undefined} Why something is not there; undefined when all is.
 */
export function provideDesktopTools() {
  const packages = missingDesktopPackages();
  if (packages.length > 0 && process.getuid?.() === 0 && hasCommand('apt-get')) {
    console.log(`The desktop tests need ${packages.join(', ')}: installing Debian's packages.`);
    const options = /** @type {const} */ ({
      timeout: SECONDS * 1000,
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    spawnSync('apt-get', ['update'], options);
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], options);
  }
  const missing = missingDesktopPackages();
  return missing.length === 0 ? undefined : `not installed (Debian's names): ${missing.join(', ')}`;
}
