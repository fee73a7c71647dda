import type { IssuedToken } from '../../contract/activity.ts';
import { MAX_RECENT_TOKENS } from '../../contract/limits.ts';
import { bytesOf, type MemoryBudget } from './memory-budget.ts';

/** The newest tokens, in memory only. */
export interface TokenShelf {
  add(token: Omit<IssuedToken, 'id'>): IssuedToken;
  /** Newest first. */
  list(): IssuedToken[];
  get(id: string): IssuedToken | undefined;
  clear(): void;
}

export function createTokenShelf(budget: MemoryBudget, onChange: () => void): TokenShelf {
  /** By id, oldest first. */
  const tokens = new Map<string, { token: IssuedToken; release: () => void }>();
  let count = 0;

  const forget = (id: string): void => {
    tokens.get(id)?.release();
    tokens.delete(id);
  };

  return {
    add(fields) {
      count += 1;
      const token = { id: `token-${count}`, ...fields };
      const release = budget.hold(bytesOf(token), () => tokens.delete(token.id));
      tokens.set(token.id, { token, release });
      if (tokens.size > MAX_RECENT_TOKENS) {
        for (const oldest of tokens.keys()) {
          forget(oldest);
          break;
        }
      }
      onChange();
      return token;
    },
    list: () => [...tokens.values()].map(({ token }) => token).toReversed(),
    get: (id) => tokens.get(id)?.token,
    clear() {
      for (const { release } of tokens.values()) release();
      tokens.clear();
      onChange();
    },
  };
}
