import { isLoopbackHostname } from '../contract/livekit-url.ts';
import { parseHostHeader } from './host-header.ts';

/** A host as it stands in a Host header or an origin, in the one spelling that is compared. */
export interface HostName {
  /** Lower case, no port, no trailing dot, numbers as dotted decimals, IPv6 without brackets. */
  hostname: string;
  kind: 'loopback' | 'address' | 'unspecified' | 'name';
}

const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
/** The URL parser writes IPv4-mapped addresses in hexadecimal: 127.0.0.1 becomes `::ffff:7f00:1`. */
const MAPPED_LOOPBACK = /^::ffff:7f[0-9a-f]{2}:/;
const UNSPECIFIED: ReadonlySet<string> = new Set(['0.0.0.0', '::', '::ffff:0:0']);

/** Reads `host[:port]`; `undefined` where it is not that. */
export function readHostName(authority: string): HostName | undefined {
  const hostname = parseHostHeader(authority)?.hostname;
  return hostname === undefined || hostname === ''
    ? undefined
    : { hostname, kind: kindOf(hostname) };
}

function kindOf(hostname: string): HostName['kind'] {
  if (isLoopbackHostname(hostname) || MAPPED_LOOPBACK.test(hostname)) return 'loopback';
  if (UNSPECIFIED.has(hostname)) return 'unspecified';
  return IPV4.test(hostname) || hostname.includes(':') ? 'address' : 'name';
}
