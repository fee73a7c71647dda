export interface HostHeader {
  /** Canonical: lower case, without brackets, trailing dot or odd spellings of numbers. */
  hostname: string;
  /** As sent; empty where the header has none. */
  port: string;
}

const PATTERN = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i;

/**
 * Reads the value of a Host header. What a URL parser would take for another host than a person reading
 * it (`localhost@evil.com`, `localhost:80:90`, an unclosed bracket) answers `undefined`.
 */
export function parseHostHeader(value: string): HostHeader | undefined {
  const match = PATTERN.exec(value);
  const [, host = '', port = ''] = match ?? [];
  const hostname = host === '' || Number(port) > 65_535 ? undefined : canonicalHostname(host);
  return hostname === undefined ? undefined : { hostname, port };
}

/** Not by `URL.canParse`, which Electron 25 has not. */
function canonicalHostname(host: string): string | undefined {
  try {
    return new URL(`http://${host}/`).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  } catch {
    return undefined;
  }
}
