const MAX_REMEMBERED = 2000;

/** Who holds a live token for which room, to tell a clash before LiveKit throws somebody out. */
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
    claim({ room, identity, caller, expiresAt, now }) {
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
