import { failure, type Failure } from './errors.ts';

/** The "bad ports" of the WHATWG Fetch standard: a page in any browser gets a network error from them. */
const BLOCKED_PORTS: ReadonlySet<number> = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
  103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
  512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
  995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
  6669, 6679, 6697, 10080,
]);

export function isBlockedByBrowsers(port: number): boolean {
  return BLOCKED_PORTS.has(port);
}

/**
 * Why `port` cannot be the endpoint's, or `undefined`. 0 means any free port, and is fine for one run. Checked here,
 * since Node takes "abc" for the name of a socket file and throws on numbers out of range.
 */
export function portProblem(port: number): Failure | undefined {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    return failure('port_invalid', {}, 'port');
  }
  return isBlockedByBrowsers(port) ? failure('port_blocked', { port }, 'port') : undefined;
}

/** A port as a person types it; `undefined` for what is not plain decimal digits. */
export function parsePort(text: string): number | undefined {
  return /^\d{1,5}$/.test(text.trim()) ? Number(text.trim()) : undefined;
}

/**
 * An origin as a browser sends it (scheme, host and port in lower case, nothing after them), or `undefined`. Custom
 * schemes such as `capacitor://localhost` are origins too; `null` is not.
 */
export function parseOrigin(text: string): string | undefined {
  const trimmed = text.trim().replace(/\/$/, '');
  return /^[a-z][a-z0-9+.-]*:\/\/(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.test(trimmed)
    ? trimmed.toLowerCase()
    : undefined;
}

/** A host name in lower case, without port; `undefined` for anything else, such as a whole suffix (`.local`). */
export function parseHostName(text: string): string | undefined {
  const trimmed = text.trim().toLowerCase().replace(/\.$/, '');
  return /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*$/.test(
    trimmed,
  )
    ? trimmed
    : undefined;
}
