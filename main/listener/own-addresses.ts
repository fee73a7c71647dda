import { isIPv4 } from 'node:net';
import { type NetworkInterfaceInfo, hostname, networkInterfaces } from 'node:os';

export type NetworkInterfaces = () => NodeJS.Dict<NetworkInterfaceInfo[]>;

/**
 * The addresses of this machine by which another device can reach it, the likeliest first: home and
 * office networks before the bridges of containers and virtual machines, IPv4 before IPv6. Link-local
 * IPv6 is left out, as it needs the name of the caller's own interface in the URL.
 */
export function lanAddresses(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): string[] {
  const addresses = Object.values(interfaces)
    .flatMap((list) => list ?? [])
    .filter(({ internal, address }) => !internal && !isLinkLocalIpv6(address))
    .map(({ address }) => address);
  const unique = [...new Set(addresses)];
  unique.sort((left, right) => rank(left) - rank(right));
  return unique;
}

/** Which interface has each of `addresses`, such as `en0`. */
export function interfacesOf(
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>,
  addresses: readonly string[],
): Record<string, string> {
  const names: Record<string, string> = {};
  for (const [name, list = []] of Object.entries(interfaces)) {
    for (const { address } of list) if (addresses.includes(address)) names[address] ??= name;
  }
  return names;
}

function isLinkLocalIpv6(address: string): boolean {
  return /^fe[89ab][0-9a-f]:/i.test(address);
}

function rank(address: string): number {
  if (!isIPv4(address)) return 5;
  if (address.startsWith('192.168.')) return 0;
  if (address.startsWith('10.')) return 1;
  // 172.16.0.0/12 is where Docker puts its bridges.
  if (/^172\.(1[6-9]|2\d|3[01])\./.test(address)) return 3;
  // 169.254.0.0/16: a cable without a DHCP server.
  return address.startsWith('169.254.') ? 4 : 2;
}

/** Networks come and go; asking the system for each token would cost more than a look now and then. */
const FRESH_FOR_MS = 5_000;

interface OwnNamesOptions {
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
