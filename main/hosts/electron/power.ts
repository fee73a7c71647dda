import { powerMonitor } from 'electron';

/** Calls `recheck` after the machine woke up: sockets may be dead and addresses may have changed meanwhile. */
export function watchPower(recheck: () => void): void {
  powerMonitor.on('resume', recheck);
  powerMonitor.on('unlock-screen', recheck);
}
