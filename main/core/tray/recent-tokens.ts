import type { IssuedToken } from '../../contract/activity.ts';
import { tokenTrouble } from '../../contract/selectors.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import { commandItem, menuText, type TrayItem } from './tray-item.ts';
import { timeLeft } from './tray-status.ts';

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
