import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 4096;
const pool = Buffer.alloc(POOL_BYTES);
let used = POOL_BYTES;

/** One random byte; the pool spares a trip to the system's generator for each. */
function randomByte(): number {
  if (used === POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  const byte = pool[used] ?? 0;
  used += 1;
  return byte;
}

/** Without i, l, o and u, so that it can be read aloud. 32 letters, so that a byte divides evenly. */
const ALPHABET = 'abcdefghjkmnpqrstvwxyz0123456789';

/** `length` characters of lower-case letters and digits, five random bits each. */
export function randomText(length: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1) text += ALPHABET[randomByte() & 31];
  return text;
}

/** One of `items`, which are at most 256 and a power of two many, so that each is as likely. */
export function pick<Item>(items: readonly [Item, ...Item[]]): Item {
  return items[randomByte() % items.length] ?? items[0];
}
