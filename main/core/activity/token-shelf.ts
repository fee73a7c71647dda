import type { IssuedToken } from '../../contract/activity.ts';
import { MAX_RECENT_TOKENS } from '../../contract/limits.ts';

/** The newest tokens, in memory only. */
export interface TokenShelf {
  add(token: Omit<IssuedToken, 'id'>): IssuedToken;
  /** Newest first. */
  list(): IssuedToken[];
  get(id: string): IssuedToken | undefined;
  clear(): void;
}

export function createTokenShelf(onChange: () => void): TokenShelf {
  let tokens: IssuedToken[] = [];
  let count = 0;
  return {
    add(fields) {
      count += 1;
      const token = { id: `token-${count}`, ...fields };
      tokens.push(token);
      if (tokens.length >= MAX_RECENT_TOKENS * 4) tokens = tokens.slice(-MAX_RECENT_TOKENS);
      onChange();
      return token;
    },
    list: () => tokens.slice(-MAX_RECENT_TOKENS).toReversed(),
    get: (id) => tokens.find((token) => token.id === id),
    clear() {
      tokens = [];
      onChange();
    },
  };
}
