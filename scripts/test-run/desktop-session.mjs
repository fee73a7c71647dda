// @ts-check

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
