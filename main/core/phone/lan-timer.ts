import { errorTrace } from '../../contract/errors.ts';
import type { Change } from '../change/change.ts';
import type { Clock, Log } from '../ports.ts';
import type { MutableState } from '../state/state.ts';

/** Turns LAN off when its time is over, even if the app was not running then. */
export interface LanTimer {
  /** Looks at the time LAN may stay on. Call it after each change. */
  look(): void;
  /** Turns LAN off where its time is over already. */
  turnOffIfOver(): Promise<void>;
  close(): void;
}

/** Node's timers end here; the machine may also have slept, so each look compares clocks. */
const LONGEST_WAIT_MS = 60_000;

export function createLanTimer(deps: {
  state: Pick<MutableState, 'settings' | 'notify'>;
  change: Change;
  clock: Clock;
  log: Log;
}): LanTimer {
  const { state, change, clock, log } = deps;
  let timer: NodeJS.Timeout | undefined;

  const isOver = (): boolean => {
    const { lan, lanUntil } = state.settings.server;
    return lan && lanUntil !== undefined && lanUntil <= clock();
  };

  const turnOffIfOver = async (): Promise<void> => {
    if (!isOver()) return;
    try {
      await change(({ settings }) => {
        if (!isOver()) return undefined;
        const { lanUntil: _over, ...server } = settings.server;
        return {
          settings: {
            ...settings,
            revision: settings.revision + 1,
            server: { ...server, lan: false },
          },
        };
      });
    } catch (error) {
      log('error', 'LAN could not be turned off when its time was over', { ...errorTrace(error) });
      state.notify('LAN is still on, because it could not be turned off. Turn it off in Settings.');
    }
  };

  const look = (): void => {
    clearTimeout(timer);
    const { lan, lanUntil } = state.settings.server;
    if (!lan || lanUntil === undefined) return;
    const left = Math.max(0, lanUntil - clock());
    timer = setTimeout(
      () => void (left > LONGEST_WAIT_MS ? look() : turnOffIfOver()),
      Math.min(left, LONGEST_WAIT_MS),
    );
    timer.unref();
  };

  return { look, turnOffIfOver, close: () => clearTimeout(timer) };
}
