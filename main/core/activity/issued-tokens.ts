import type { IssuedToken } from '../../contract/activity.ts';
import { MAX_RECENT_TOKENS } from '../../contract/limits-and-defaults.ts';
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

const MAX_REMEMBERED = 2000;
/** Callers differ at the beginning, and a header can be 16 KiB long. */
const MAX_CALLER_LENGTH = 512;

/** A participant as LiveKit identifies it: when a second one joins, the first is disconnected. */
interface ParticipantKey {
  projectId: string;
  room: string;
  identity: string;
}

/** Which caller holds a live token for which participant. Only look-ups, since every token waits for this. */
export interface LiveIdentities {
  /** Whether another caller holds a live token for this participant. */
  isHeldByOther(participant: ParticipantKey, caller: string, now: number): boolean;
  /** Notes a token. */
  claim(
    participant: ParticipantKey,
    holder: { requestId: string; caller: string; expiresAt: number },
  ): void;
  /** Frees the identity of a request whose participant did not come. */
  release(requestId: string): void;
  /** Notes a room; answers whether it had a token before. */
  enterRoom(room: string): boolean;
}

export function createLiveIdentities(): LiveIdentities {
  const holders = new Map<string, { requestId: string; caller: string; expiresAt: number }>();
  const rooms = new Set<string>();
  return {
    isHeldByOther(participant, caller, now) {
      const holder = holders.get(keyOf(participant));
      if (holder === undefined || holder.expiresAt <= now) return false;
      return holder.caller !== caller.slice(0, MAX_CALLER_LENGTH);
    },
    claim(participant, { requestId, caller, expiresAt }) {
      const key = keyOf(participant);
      holders.delete(key);
      holders.set(key, { requestId, caller: caller.slice(0, MAX_CALLER_LENGTH), expiresAt });
      if (holders.size > MAX_REMEMBERED) forgetOldest(holders);
    },
    release(requestId) {
      for (const [key, holder] of holders) if (holder.requestId === requestId) holders.delete(key);
    },
    enterRoom(room) {
      if (rooms.has(room)) return true;
      rooms.add(room);
      if (rooms.size > MAX_REMEMBERED) forgetOldest(rooms);
      return false;
    },
  };
}

function keyOf({ projectId, room, identity }: ParticipantKey): string {
  return `${projectId}\n${room}\n${identity}`;
}

/** Maps and sets keep the order of insertion, so the first key is the oldest. */
function forgetOldest(collection: Map<string, unknown> | Set<string>): void {
  for (const key of collection.keys()) {
    collection.delete(key);
    return;
  }
}
