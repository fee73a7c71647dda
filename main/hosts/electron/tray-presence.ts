import type { Absences } from '../../contract/host-description.ts';
import type { SessionBus } from './session-bus.ts';

/** What shows tray icons on a Linux desktop, whichever desktop that is. GNOME has none without an extension. */
const WATCHER = 'org.kde.StatusNotifierWatcher';
const WATCHER_PATH = '/StatusNotifierWatcher';

/** A panel that is restarted is back sooner, and one that is there has listed our icon by then. */
const PATIENCE_MS = 4000;

const NO_TRAY =
  'This desktop shows no tray icons. Closing the window minimises it; Quit is in its File menu.';

/** `waiting`: something could show our icon, and has not said that it does. */
type TrayPresence = 'present' | 'waiting' | 'absent';

interface PresencePorts {
  /** `undefined`: there is no session bus, and so no tray. */
  bus: SessionBus | undefined;
  /** The host's own, so that a window asks what is true now. */
  absences: Absences;
  /** Another panel came up, and has to be told of our icon. */
  onPanel(): void;
  /** Our icon is shown. */
  onShown(): void;
  /** Our icon is not shown, or no longer. */
  onAbsent(): void;
}

/**
 * Keeps the absence of a tray true to whether a Linux desktop shows our icon: only once a panel lists it, since
 * a panel on the bus alone has been seen to show nothing.
 */
export function followTrayPresence(ports: PresencePorts): () => void {
  const { bus, absences, onPanel, onShown, onAbsent } = ports;
  let patience: NodeJS.Timeout | undefined;
  let looks = 0;

  const setTray = (isShown: boolean): void => {
    if (isShown) delete absences.tray;
    else absences.tray = NO_TRAY;
  };
  const giveUp = (): void => {
    setTray(false);
    onAbsent();
  };
  const settle = (presence: TrayPresence): void => {
    clearTimeout(patience);
    if (presence === 'present') {
      setTray(true);
      onShown();
    } else if (presence === 'absent' && absences.tray !== undefined) {
      giveUp();
    } else {
      patience = setTimeout(giveUp, PATIENCE_MS);
    }
  };
  const look = async (): Promise<void> => {
    looks += 1;
    const mine = looks;
    const presence = bus === undefined ? 'absent' : await trayPresence(bus);
    // A later look knows better.
    if (mine === looks) settle(presence);
  };

  setTray(false);
  bus?.onSignal(({ interface: source, member, body }) => {
    const isPanel = member === 'NameOwnerChanged' && body[0] === WATCHER;
    if (isPanel && body[2] !== '') onPanel();
    if (isPanel || source === WATCHER) void look();
  });
  bus?.onEnd(() => {
    looks += 1;
    settle('absent');
  });
  for (const rule of [
    `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${WATCHER}'`,
    `type='signal',interface='${WATCHER}'`,
  ]) {
    bus?.ask('AddMatch', rule).catch(() => {});
  }
  // A bus that does not answer is as good as none.
  patience = setTimeout(giveUp, PATIENCE_MS);
  void look();
  return () => {
    looks += 1;
    clearTimeout(patience);
  };
}

async function trayPresence(bus: SessionBus): Promise<TrayPresence> {
  try {
    const [hasPanel] = await bus.ask('NameHasOwner', WATCHER);
    if (hasPanel !== 'true') return 'absent';
    const [[hasHost], [items]] = await Promise.all([
      watcherProperty(bus, 'IsStatusNotifierHostRegistered'),
      watcherProperty(bus, 'RegisteredStatusNotifierItems'),
    ]);
    if (hasHost !== 'true' || !Array.isArray(items)) return 'waiting';
    const owners = await Promise.all(items.map((item) => ownerOf(bus, item)));
    return owners.includes(process.pid) ? 'present' : 'waiting';
  } catch {
    return 'waiting';
  }
}

function watcherProperty(bus: SessionBus, name: string): ReturnType<SessionBus['call']> {
  return bus.call({
    destination: WATCHER,
    path: WATCHER_PATH,
    interface: 'org.freedesktop.DBus.Properties',
    member: 'Get',
    strings: [WATCHER, name],
  });
}

/** The process behind an item, which is listed as a bus name with or without a path. */
async function ownerOf(bus: SessionBus, item: string): Promise<number | undefined> {
  const [name = ''] = item.split('/');
  return bus.ask('GetConnectionUnixProcessID', name).then(
    ([pid]) => Number(pid),
    () => undefined,
  );
}
