import type { IssuedToken } from '../../contract/activity.ts';
import { MAX_RECENT_TOKENS } from '../../contract/limits.ts';
import { textBytes, type MemoryBudget } from './memory-budget.ts';

/** The newest tokens, in memory only. */
export interface TokenShelf {
  add(token: Omit<IssuedToken, 'id'>): IssuedToken;
  /** Newest first. */
  list(): IssuedToken[];
  get(id: string): IssuedToken | undefined;
  clear(): void;
}

/** What is kept of a token apart from itself. */
const TOKEN_BYTES = 1024;

export function createTokenShelf(budget: MemoryBudget, onChange: () => void): TokenShelf {
  const tokens = budget.list<IssuedToken>(MAX_RECENT_TOKENS);
  let count = 0;
  return {
    add(fields) {
      count += 1;
      const token = { id: `token-${count}`, ...fields };
      tokens.add(token, TOKEN_BYTES + textBytes(token.token));
      onChange();
      return token;
    },
    list: () => tokens.newestFirst(),
    get: (id) => tokens.newestFirst().find((token) => token.id === id),
    clear() {
      tokens.clear();
      onChange();
    },
  };
}
