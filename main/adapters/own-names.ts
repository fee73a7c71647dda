import { hostname, networkInterfaces } from 'node:os';

/** Networks come and go; asking the system for each token would cost more than a look now and then. */
const FRESH_FOR_MS = 5_000;

export interface OwnNamesOptions {
  now?: () => number;
  interfaces?: typeof networkInterfaces;
  name?: () => string;
}

/**
 * The names and addresses by which this machine is called on its networks, in lower case: its host name, alone and
 * with `.local`, and the addresses of its interfaces. The same set for as long as nothing changed.
 */
export function createOwnNames({
  now = Date.now,
  interfaces = networkInterfaces,
  name = hostname,
}: OwnNamesOptions = {}): () => ReadonlySet<string> {
  let known: ReadonlySet<string> = new Set();
  let lookedAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (now() - lookedAt < FRESH_FOR_MS) return known;
    lookedAt = now();
    const found = new Set<string>();
    const own = name().toLowerCase();
    const short = own.split('.')[0] ?? '';
    for (const item of [own, short, `${short}.local`]) if (short !== '') found.add(item);
    for (const list of Object.values(interfaces())) {
      for (const { address, internal } of list ?? []) {
        if (!internal) found.add((address.split('%')[0] ?? address).toLowerCase());
      }
    }
    const isSame = found.size === known.size && [...found].every((item) => known.has(item));
    if (!isSame) known = found;
    return known;
  };
}
