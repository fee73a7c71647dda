import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Capabilities, HostDescription } from '../../contract/host.ts';
import { decodeMessages, encodeDaemonCall, type DaemonMessage } from './dbus-message.ts';

/** A panel that is restarted is back sooner; only then is the tray taken for gone. */
const GONE_MS = 4000;

const NO_TRAY =
  'This desktop shows no tray icons. Closing the window minimises it; Quit is in its File menu.';

/** Who shows tray icons on a Linux desktop, whatever the desktop is. GNOME has nobody unless an extension is on. */
const WATCHER = 'org.kde.StatusNotifierWatcher';

/** `unknown`: the session bus cannot be asked, so a tray may or may not be there. */
export type TrayPresence = 'present' | 'absent' | 'unknown';

/** A bus that takes longer is as good as none: the app does not wait for it. */
const ANSWER_MS = 1000;

const REPLY = 2;
const SIGNAL = 4;

interface AvailabilityPorts {
  /** Kept as it is: the host's own, so that a window asks what is true now. */
  capabilities: Capabilities;
  absences: HostDescription['absences'];
  /** Something new shows tray icons and has to be told of ours. */
  onPanel(): void;
  /** Nothing shows them any more. */
  onGone(): void;
}

/** Keeps the `tray` capability true to whether a Linux desktop shows tray icons. Other systems always do. */
export async function followTrayAvailability({
  capabilities,
  absences,
  onPanel,
  onGone,
}: AvailabilityPorts): Promise<() => void> {
  if (process.platform !== 'linux') return () => {};
  let goneTimer: NodeJS.Timeout | undefined;

  const set = (presence: TrayPresence): void => {
    capabilities.tray = presence !== 'absent';
    if (capabilities.tray) delete absences.tray;
    else absences.tray = NO_TRAY;
  };
  const { first, close } = watchTrayPresence(process.env, (presence) => {
    clearTimeout(goneTimer);
    if (presence === 'absent') {
      goneTimer = setTimeout(() => {
        set('absent');
        onGone();
      }, GONE_MS);
    } else {
      set(presence);
      onPanel();
    }
  });
  set(await first);
  return () => {
    clearTimeout(goneTimer);
    close();
  };
}

/**
 * Asks the session bus whether something shows tray icons, and follows it from then on, since panels are
 * restarted and extensions switched. `onChange` is called with each later answer. The connection keeps no process alive.
 */
export function watchTrayPresence(
  environment: Readonly<Record<string, string | undefined>>,
  onChange: (presence: TrayPresence) => void,
): { first: Promise<TrayPresence>; close(): void } {
  const path = sessionBusPath(environment);
  if (path === undefined) return { first: Promise.resolve('absent'), close: () => {} };

  const socket = connect(path);
  socket.unref();
  const first = new Promise<TrayPresence>((resolve) => {
    const timer = setTimeout(() => {
      resolve('unknown');
    }, ANSWER_MS);
    let answered = false;
    const tell = (presence: TrayPresence): void => {
      if (answered) onChange(presence);
      answered = true;
      clearTimeout(timer);
      resolve(presence);
    };
    // Node before 20 cannot open abstract sockets, which says nothing about the bus behind one.
    const gone = path.startsWith('\0') ? 'unknown' : 'absent';
    socket.on('error', () => {
      tell(gone);
    });
    socket.on('close', () => {
      tell(gone);
    });
    followWatcher(socket, tell);
  });
  return {
    first,
    close: () => {
      socket.removeAllListeners('close');
      socket.destroy();
    },
  };
}

function followWatcher(socket: Socket, tell: (presence: TrayPresence) => void): void {
  const owned = 3;
  let pending: Buffer = Buffer.alloc(0);
  let authenticated = false;

  const handle = ({ type, replySerial, member, body }: DaemonMessage): void => {
    if (type === REPLY && replySerial === owned) {
      tell(body[0] === 'true' ? 'present' : 'absent');
    } else if (type === SIGNAL && member === 'NameOwnerChanged' && body[0] === WATCHER) {
      tell(body[2] === '' ? 'absent' : 'present');
    }
  };

  socket.on('connect', () => {
    const uid = Buffer.from(String(process.getuid?.() ?? 0), 'ascii').toString('hex');
    socket.write(`\0AUTH EXTERNAL ${uid}\r\n`);
  });
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    if (!authenticated) {
      const end = pending.indexOf('\r\n');
      if (end === -1) return;
      if (!pending.subarray(0, end).toString('ascii').startsWith('OK ')) {
        socket.destroy();
        return;
      }
      pending = pending.subarray(end + 2);
      authenticated = true;
      socket.write('BEGIN\r\n');
      socket.write(encodeDaemonCall({ serial: 1, member: 'Hello', strings: [] }));
      const rule = `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${WATCHER}'`;
      socket.write(encodeDaemonCall({ serial: 2, member: 'AddMatch', strings: [rule] }));
      socket.write(encodeDaemonCall({ serial: owned, member: 'NameHasOwner', strings: [WATCHER] }));
    }
    try {
      const { messages, rest } = decodeMessages(pending);
      pending = rest;
      messages.forEach(handle);
    } catch {
      socket.destroy();
    }
  });
}

/** The path of the session bus's socket: from the address the session set, or where systemd puts it. */
export function sessionBusPath(
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const address = environment['DBUS_SESSION_BUS_ADDRESS'];
  if (address !== undefined && address !== '') {
    const match = /(?:^|;)unix:(?:[^;]*,)?(path|abstract)=([^,;]+)/.exec(address);
    if (match?.[2] === undefined) return undefined;
    return match[1] === 'abstract'
      ? `\0${decodeURIComponent(match[2])}`
      : decodeURIComponent(match[2]);
  }
  const runtimeFolder = environment['XDG_RUNTIME_DIR'];
  return runtimeFolder === undefined || runtimeFolder === ''
    ? undefined
    : join(runtimeFolder, 'bus');
}
