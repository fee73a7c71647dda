import type { JsonValue } from '../../contract/json.ts';

/** What requests and tokens may take together. */
const LIMIT_BYTES = 32 * 1024 * 1024;

/** A limit in bytes that several lists share: the oldest item of all is forgotten for the newest. */
export interface MemoryBudget {
  /** A list of the newest items: at most so many, and as many as fit. */
  list<Item>(maxItems: number): RecentItems<Item>;
  heldBytes(): number;
}

interface RecentItems<Item> {
  add(item: Item, bytes: number): void;
  newestFirst(): Item[];
  clear(): void;
}

interface Held<Item> {
  item: Item;
  bytes: number;
  /** When it was added, counted over all lists. */
  turn: number;
}

/** A list as the budget sees it. */
interface Holder {
  oldestTurn(): number;
  /** Answers how many bytes that freed. */
  forgetOldest(): number;
}

export function createMemoryBudget(limitBytes: number = LIMIT_BYTES): MemoryBudget {
  const holders: Holder[] = [];
  let heldBytes = 0;
  let turn = 0;

  function list<Item>(maxItems: number): RecentItems<Item> {
    // A queue with a moving front: shifting an array would move every other item.
    let queue: (Held<Item> | undefined)[] = [];
    let front = 0;
    const holder: Holder = {
      oldestTurn: () => queue[front]?.turn ?? Infinity,
      forgetOldest() {
        const bytes = queue[front]?.bytes ?? 0;
        heldBytes -= bytes;
        queue[front] = undefined;
        front += 1;
        if (front >= maxItems) {
          queue = queue.slice(front);
          front = 0;
        }
        return bytes;
      },
    };
    holders.push(holder);
    return {
      add(item, bytes) {
        turn += 1;
        heldBytes += bytes;
        queue.push({ item, bytes, turn });
        if (queue.length - front > maxItems) holder.forgetOldest();
        for (let excess = heldBytes - limitBytes; excess > 0;) excess -= forgetOldestOfAll();
      },
      newestFirst: () =>
        queue
          .slice(front)
          .toReversed()
          .flatMap((held) => (held === undefined ? [] : [held.item])),
      clear() {
        for (const held of queue) heldBytes -= held?.bytes ?? 0;
        queue = [];
        front = 0;
      },
    };
  }

  function forgetOldestOfAll(): number {
    let oldest: Holder | undefined;
    for (const holder of holders) {
      if (holder.oldestTurn() < (oldest?.oldestTurn() ?? Infinity)) oldest = holder;
    }
    return oldest?.forgetOldest() ?? Infinity;
  }

  return { list, heldBytes: () => heldBytes };
}

/** How V8 stores a character outside Latin-1; counted for every one, so the estimate errs on the safe side. */
const CHARACTER_BYTES = 2;

export function textBytes(text: string | readonly string[] | undefined): number {
  if (typeof text === 'string') return text.length * CHARACTER_BYTES;
  return text === undefined ? 0 : text.reduce((sum, part) => sum + textBytes(part), 0);
}

/** An object, array or short value and the references to it, roughly. */
const VALUE_BYTES = 64;

/** About how much memory a JSON value takes. */
export function bytesOf(value: JsonValue | undefined): number {
  if (typeof value === 'string') return VALUE_BYTES + textBytes(value);
  if (typeof value !== 'object' || value === null) return VALUE_BYTES;
  return Object.values(value).reduce<number>((sum, part) => sum + bytesOf(part), VALUE_BYTES);
}
