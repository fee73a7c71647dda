import type { Capabilities, HostDescription } from '../../contract/host.ts';
import { watchTrayPresence, type TrayPresence } from './tray-presence.ts';

/** A panel that is restarted is back sooner; only then is the tray taken for gone. */
const GONE_MS = 4000;

const NO_TRAY =
  'This desktop shows no tray icons. Closing the window minimises it; Quit is in its File menu.';

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
