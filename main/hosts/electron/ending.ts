import type { App } from 'electron';
import type { Log } from '../../core/ports.ts';
import { spawn } from 'node:child_process';
import { sessionBusPath } from './session-bus.ts';

/** Nothing may keep the app longer than this: systems that log out kill what does. */
const DEADLINE_MS = 2500;

/**
 * Ends the app once `close` has stopped serving and let go of everything, or at the deadline. Every way out
 * comes through here: the menus, a signal, the system logging out.
 */
export function quitCleanly(app: App, close: () => Promise<void>, log: Log): void {
  let closing = false;
  // Nothing is open now. What follows is Node's teardown, which waits for its tasks, and has waited forever.
  app.on('quit', (_event, exitCode) => {
    process.exit(exitCode);
  });
  const closeOnce = (): void => {
    if (closing) return;
    closing = true;
    const deadline = setTimeout(() => {
      log('warning', 'Something did not stop in time.');
      app.exit(0);
    }, DEADLINE_MS);
    void close()
      .catch((error: unknown) => {
        log('error', 'Something did not stop cleanly.', { reason: String(error) });
      })
      .finally(() => {
        clearTimeout(deadline);
        app.exit(0);
      });
  };
  app.on('will-quit', (event) => {
    event.preventDefault();
    closeOnce();
  });
  // Windows that shuts down or logs out tells the windows, and not the app.
  app.on('browser-window-created', (_event, window) => {
    window.on('session-end', closeOnce);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      app.quit();
    });
  }
}

/** A start that ends this often within a minute of the last is not tried again. */
const MAX_RESTARTS = 3;

/**
 * Waits for the app to end. A line on its input says that the app ended by itself; without one, it was ended.
 * It is a shell, since it has to outlive Electron, takes a megabyte, and is on every Linux desktop.
 *
 * $1: the log. $2: what is listened on as the display. $3: as the session bus. Then the app's own command.
 */
const SCRIPT = `
listening() {
  while read -r _ _ _ flags _ _ inode path; do
    [ "$flags" = 00010000 ] && [ "$path" = "$1" ] && echo "$inode"
  done < /proc/net/unix
}
say() { printf '%s %s %s\\n' "$(date -u +%Y-%m-%dT%H:%M:%S.000Z)" "$1" "$2" >> "$log"; }
log=$1; screen=$2; bus=$3; shift 3
screen_before=$(listening "$screen"); bus_before=$(listening "$bus"); started=$(date +%s)
read -r word && exit 0
sleep 1
screen_now=$(listening "$screen"); bus_now=$(listening "$bus")
if [ "$screen_now" != "$screen_before" ]; then gone='The display went away, which ended Token Tray.'
elif [ "$bus_now" != "$bus_before" ]; then gone='The session bus went away, which ended Token Tray.'
else say error 'Token Tray was ended, or crashed.'; exit 0
fi
say error "$gone"
[ -n "$screen_now" ] || exit 0
[ $(( $(date +%s) - started )) -lt 60 ] || TOKEN_TRAY_RESTARTS=0
TOKEN_TRAY_RESTARTS=$(( \${TOKEN_TRAY_RESTARTS:-0} + 1 )); export TOKEN_TRAY_RESTARTS
[ "$TOKEN_TRAY_RESTARTS" -le ${MAX_RESTARTS} ] || { say error 'It ended too often to be started again.'; exit 0; }
say info 'Token Tray starts again.'
exec "$@" </dev/null
`;

interface SessionGuard {
  /** From now on the end of the app is meant. */
  dismiss(): void;
}

/**
 * On Linux the end of the display or of the session bus ends Chromium at once, and this app with it: no code of
 * ours runs. The guard is a process beside it that then writes the reason into the log, and starts the app again
 * where there still is a display.
 */
export function guardSession(
  env: Readonly<Record<string, string | undefined>>,
  logPath: string,
  command: readonly string[],
): SessionGuard {
  const screen = displaySocket(env);
  if (screen === undefined) return { dismiss: () => {} };
  const bus = sessionBusPath(env)?.replace('\0', '@') ?? 'no session bus';
  const guard = spawn(
    '/bin/sh',
    ['-c', SCRIPT, 'token-tray-guard', logPath, screen, bus, ...command],
    {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    },
  );
  guard.unref();
  // Without a guard the app runs as well.
  guard.on('error', () => {});
  guard.stdin.on('error', () => {});
  return {
    dismiss: () => {
      guard.stdin.end('bye\n');
    },
  };
}

/** Where the display listens, if it is on this machine. */
function displaySocket(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const { WAYLAND_DISPLAY: wayland = '', XDG_RUNTIME_DIR: folder = '', DISPLAY: x11 = '' } = env;
  const number = /^(?:unix)?:(\d+)/.exec(x11)?.[1];
  if (number !== undefined) return `/tmp/.X11-unix/X${number}`;
  if (wayland === '') return undefined;
  return wayland.startsWith('/') ? wayland : `${folder}/${wayland}`;
}
