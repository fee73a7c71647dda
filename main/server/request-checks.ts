import type { IncomingHttpHeaders } from 'node:http';
import { failure, type Failure } from '../contract/errors.ts';
import { isLoopbackHostname } from '../contract/livekit-url.ts';

/**
 * Refuses a request to a proxy: its target is a whole URL with a host of its own, and the Host header, which is
 * what we check, may name another. `*` is the target of OPTIONS for the whole server.
 */
export function checkTarget(target: string): Failure | undefined {
  if (target.startsWith('/') || target === '*') return undefined;
  return failure('invalid_request', {
    detail: 'its target is a whole URL, as only a request to a proxy has it',
  });
}

/**
 * The one Host header of a request; `undefined` without one, or with more than one. Node keeps the first
 * of two, and a proxy in front may have checked the other.
 */
export function singleHost(rawHeaders: readonly string[]): string | undefined {
  let host: string | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length !== 4 || name.toLowerCase() !== 'host') continue;
    if (host !== undefined) return undefined;
    host = rawHeaders[index + 1];
  }
  return host;
}

export function checkExpectation({ expect }: IncomingHttpHeaders): Failure | undefined {
  return expect === undefined || expect.toLowerCase() === '100-continue'
    ? undefined
    : failure('expectation_unknown');
}

/**
 * Refuses what a browser loads ahead of time (prefetch, prerender): the page that asked for it may be any
 * site's, yet the browser sends `Sec-Fetch-Site: none`, as for an address that a person typed.
 */
export function checkSpeculation(headers: IncomingHttpHeaders): Failure | undefined {
  const isSpeculative =
    headers['sec-purpose'] !== undefined ||
    headers['purpose'] !== undefined ||
    headers['x-purpose'] !== undefined ||
    headers['x-moz'] !== undefined;
  return isSpeculative ? failure('speculative_load') : undefined;
}

/** The origin of the page that a Referer names; `undefined` without a Referer, `''` for one that names no page. */
export function refererOrigin({ referer }: IncomingHttpHeaders): string | undefined {
  if (referer === undefined || referer === '') return undefined;
  const afterScheme = referer.indexOf('://');
  if (afterScheme === -1) return '';
  const path = referer.indexOf('/', afterScheme + 3);
  return path === -1 ? referer : referer.slice(0, path);
}

/** A host from a Host header or an origin, in the one spelling that is compared. */
interface HostName {
  /** Lower case, no port, no trailing dot, numbers as dotted decimals, IPv6 without brackets. */
  hostname: string;
  kind: 'loopback' | 'address' | 'unspecified' | 'name';
}

const AUTHORITY = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i;
/** The form of nearly every request; the URL parser is slow. */
const USUAL_AUTHORITY = /^(localhost|127\.0\.0\.1)(?::[1-5]?\d{1,4})?$/;
/** A name of DNS with its dots, or an IPv6 address. */
const MAX_AUTHORITY_LENGTH = 270;

const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
/** The URL parser writes IPv4-mapped addresses in hexadecimal: 127.0.0.1 becomes `::ffff:7f00:1`. */
const MAPPED_LOOPBACK = /^::ffff:7f[0-9a-f]{2}:/;
const UNSPECIFIED: ReadonlySet<string> = new Set(['0.0.0.0', '::', '::ffff:0:0']);

/**
 * Reads `host[:port]`. `undefined` if a URL parser would see another host than a human reader
 * (`localhost@evil.com`, `localhost:80:90`, an unclosed bracket), and for empty labels (`localhost..`).
 */
export function readHostName(authority: string): HostName | undefined {
  const usual = USUAL_AUTHORITY.exec(authority)?.[1];
  if (usual !== undefined) return { hostname: usual, kind: 'loopback' };
  if (authority.length > MAX_AUTHORITY_LENGTH) return undefined;
  const [, host = '', port = ''] = AUTHORITY.exec(authority) ?? [];
  const hostname = host === '' || Number(port) > 65_535 ? undefined : canonicalHostname(host);
  return hostname === undefined ? undefined : { hostname, kind: kindOf(hostname) };
}

/** Not by `URL.canParse`, which Electron 25 does not have. */
function canonicalHostname(host: string): string | undefined {
  let hostname: string;
  try {
    ({ hostname } = new URL(`http://${host}/`));
  } catch {
    return undefined;
  }
  const bare = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const hasEmptyLabel =
    bare === '' || bare.startsWith('.') || bare.endsWith('.') || bare.includes('..');
  return hasEmptyLabel ? undefined : bare;
}

function kindOf(hostname: string): HostName['kind'] {
  if (isLoopbackHostname(hostname) || MAPPED_LOOPBACK.test(hostname)) return 'loopback';
  if (UNSPECIFIED.has(hostname)) return 'unspecified';
  return IPV4.test(hostname) || hostname.includes(':') ? 'address' : 'name';
}
