const MAX_REMEMBERED = 2000;
/** What tells one caller from another is at the beginning, and a header can be 16 KiB long. */
const MAX_CALLER_LENGTH = 512;

/** Which caller holds a live token for which room, to warn before LiveKit disconnects one of two with the same identity. */
export interface LiveIdentities {
  /** Notes a token; answers whether another caller holds a live one of the same room and identity. */
  claim(token: {
    room: string;
    identity: string;
    caller: string;
    expiresAt: number;
    now: number;
  }): boolean;
  /** Notes a room; answers whether it had a token before. */
  enterRoom(room: string): boolean;
}

export function createLiveIdentities(): LiveIdentities {
  const holders = new Map<string, { caller: string; expiresAt: number }>();
  const rooms = new Set<string>();
  return {
    claim({ room, identity, caller: whole, expiresAt, now }) {
      const caller = whole.slice(0, MAX_CALLER_LENGTH);
      const key = `${room}\n${identity}`;
      const holder = holders.get(key);
      holders.delete(key);
      holders.set(key, { caller, expiresAt });
      if (holders.size > MAX_REMEMBERED) forgetOldest(holders);
      return holder !== undefined && holder.expiresAt > now && holder.caller !== caller;
    },
    enterRoom(room) {
      if (rooms.has(room)) return true;
      rooms.add(room);
      if (rooms.size > MAX_REMEMBERED) forgetOldest(rooms);
      return false;
    },
  };
}

/** Maps and sets keep the order of insertion, so the first key is the oldest. */
function forgetOldest(collection: Map<string, unknown> | Set<string>): void {
  for (const key of collection.keys()) {
    collection.delete(key);
    return;
  }
}
