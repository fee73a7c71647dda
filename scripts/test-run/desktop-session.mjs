// @ts-check
import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * Unlocks a keyring of the session's own, then runs what follows. The daemon reads the password from
 * its standard input to the end, so nothing may be typed with a newline that is not part of it.
 */
const UNLOCK =
  'printf %s token-tray | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$@"';

/**
 * A desktop session for the tests: which commands to put before one that opens windows, so that it has a
 * screen, a session bus and, where the system has one, an unlocked keyring. A screen that is there is
 * used as it is.
 *
 * @param {object} machine
 * @param {NodeJS.ProcessEnv} machine.env
 * @param {NodeJS.Platform} machine.platform
 * @param {(command: string) => boolean} machine.has Whether a command is installed.
 * @returns {{ wrap: (command: string[]) => string[], own: boolean } | { absent: string }} `own`: the
 *   session is made for this run, so it needs folders of its own too.
 */
export function desktopSession({ env, platform, has }) {
  if (platform !== 'linux') {
    return { absent: 'the screens, buses and keyrings of these tests are programs of Linux' };
  }

  const screen = env['DISPLAY'] || env['WAYLAND_DISPLAY'];
  if (!screen && !has('xvfb-run')) {
    return {
      absent:
        'there is no screen: neither DISPLAY nor WAYLAND_DISPLAY is set, and xvfb-run is not installed',
    };
  }
  if (screen && env['DBUS_SESSION_BUS_ADDRESS']) return { wrap: (command) => command, own: false };
  if (!has('dbus-run-session')) {
    return { absent: 'there is no session bus: dbus-run-session is not installed' };
  }

  const before = [
    ...(screen ? [] : ['xvfb-run', '-a']),
    'dbus-run-session',
    '--',
    ...(has('gnome-keyring-daemon') ? ['sh', '-c', UNLOCK, 'sh'] : []),
  ];
  return { wrap: (command) => [...before, ...command], own: true };
}

/** XDG's folders that a keyring, a session bus or an app writes to. */
const FOLDERS = {
  XDG_CONFIG_HOME: 'config',
  XDG_DATA_HOME: 'data',
  XDG_STATE_HOME: 'state',
  XDG_RUNTIME_DIR: 'runtime',
};

/**
 * Folders for a session that exists for one run, so that no keyring, autostart entry or settings file of
 * the person who runs the tests is read or written.
 *
 * @returns {{ env: Record<string, string>, remove: () => void }}
 */
export function ownFolders() {
  const folder = mkdtempSync(join(tmpdir(), 'token-tray-session-'));
  /** @type {Record<string, string>} */
  const env = {};
  for (const [name, part] of Object.entries(FOLDERS)) {
    env[name] = join(folder, part);
    mkdirSync(join(folder, part), { mode: 0o700 });
  }
  return {
    env,
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}

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

/**
 * Whether a command is on the PATH. POSIX only: nothing is looked for on Windows.
 *
 * @param {string} name
 * @param {string} [path] The PATH.
 * @returns {boolean}
 */
export function hasCommand(name, path = process.env['PATH'] ?? '') {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
