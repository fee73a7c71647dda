import {
  DRILL_CODES,
  DRILL_MINUTES,
  DRILLS,
  isDrillCode,
  type ArmedDrill,
  type DrillCode,
  type DrillOrder,
} from '../../contract/drills.ts';
import { TokenTrayError } from '../../contract/errors.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import { clientOf } from '../activity/client-of.ts';
import type { Clock, RawRequest, TokenRequest } from '../ports.ts';

/** The armed drill; there is at most one. Only `core/change` arms it and turns it off. */
export interface Drills {
  /** What the window and the tray see of it. */
  view(): Pick<Snapshot, 'drill'>;
  /** Arms a drill in place of the one before, or ends it (`undefined`). */
  set(order: DrillOrder | undefined): void;
  /**
   * The drill that strikes this request: the one its URL names, else the armed one, which it uses up by one.
   * Throws `unknown_drill`, `drill_not_allowed` and `drill_without_twin`, about the one in the URL.
   */
  take(request: Pick<TokenRequest, 'raw' | 'drill'>, projectId: string): DrillCode | undefined;
  close(): void;
}

interface DrillsDeps {
  clock: Clock;
  /** Whether there is a token whose identity can be repeated. */
  hasEarlierToken(projectId: string): boolean;
  /** It struck, or ended by itself. */
  onChange(): void;
}

const LIFETIME_MS = DRILL_MINUTES * 60_000;

export function createDrills({ clock, hasEarlierToken, onChange }: DrillsDeps): Drills {
  let armed: ArmedDrill | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const end = (): void => {
    armed = undefined;
    clearTimeout(timer);
  };

  const canStrike = (code: DrillCode, projectId: string): boolean =>
    code !== 'duplicate-identity' || hasEarlierToken(projectId);

  const fromUrl = (name: string, { caller }: RawRequest, projectId: string): DrillCode => {
    if (caller.from !== 'loopback') throw new TokenTrayError('drill_not_allowed', {}, 'drill');
    if (!isDrillCode(name)) {
      throw new TokenTrayError('unknown_drill', { name, known: DRILL_CODES.join(', ') }, 'drill');
    }
    if (!canStrike(name, projectId)) throw new TokenTrayError('drill_without_twin', {}, 'drill');
    return name;
  };

  return {
    view: () => (armed === undefined ? {} : { drill: armed }),
    set(order) {
      end();
      if (order === undefined) return;
      armed = {
        ...order,
        title: DRILLS[order.drill].title,
        left: order.next,
        done: 0,
        endsAt: Math.floor(clock()) + LIFETIME_MS,
      };
      timer = setTimeout(() => {
        end();
        onChange();
      }, LIFETIME_MS);
      timer.unref();
    },
    take({ raw, drill }, projectId) {
      if (drill !== undefined) return fromUrl(drill, raw, projectId);
      if (armed === undefined || !strikes(armed, raw)) return undefined;
      // The machine may have slept through the timer.
      if (clock() >= armed.endsAt) {
        end();
        onChange();
        return undefined;
      }
      const { drill: code, left, done } = armed;
      if (!canStrike(code, projectId)) return undefined;
      if (left === 1) end();
      else armed = { ...armed, left: left - 1, done: done + 1 };
      onChange();
      return code;
    },
    close: end,
  };
}

function strikes({ caller, lan }: DrillOrder, { caller: from }: RawRequest): boolean {
  if (from.from === 'lan' && !lan) return false;
  if (caller === undefined) return true;
  const wanted = caller.toLowerCase();
  const { client, platform } = clientOf(from.userAgent);
  const address = from.address.replace(/^::ffff:/, '');
  return [address, from.address, from.host, from.origin, client, platform].some(
    (name) => name?.toLowerCase() === wanted,
  );
}
