import type { IssuedToken } from '../../contract/activity.ts';
import { tokenTrouble } from '../../contract/selectors.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import { commandItem, menuText, type TrayItem } from './tray-item.ts';

/** More than this makes a menu that is read instead of used; the window has the rest. */
const RECENT_TOKENS = 8;

/** The newest tokens, each with how long it still works, or that apps cannot join with it. */
export function recentTokensMenu(
  tokens: readonly IssuedToken[],
  { projects }: Snapshot,
  now: number,
): TrayItem {
  return {
    kind: 'menu',
    label: 'Recent tokens',
    items: tokens.slice(0, RECENT_TOKENS).map((token) => {
      const left = token.expiresAt - now;
      const isAmiss = tokenTrouble(token, projects) !== undefined;
      const state =
        left <= 0 ? 'expired, copies a new one' : isAmiss ? 'apps can’t join' : timeLeft(left);
      return commandItem(`${menuText(token.room)} · ${menuText(token.identity)} · ${state}`, {
        action: 'copyRecent',
        tokenId: token.id,
      });
    }),
  };
}

/** How long a token still works, for a menu: `14 min left`, `2 h 5 min left`. `ms` is above zero. */
function timeLeft(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'under 1 min left';
  if (minutes < 60) return `${minutes} min left`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} days left`;
  return minutes % 60 === 0 ? `${hours} h left` : `${hours} h ${minutes % 60} min left`;
}
