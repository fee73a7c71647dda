import { failure, type Failure } from './errors.ts';

export interface LiveKitUrl {
  /** Always ws or wss, without a trailing slash. */
  url: string;
  /** The host without port, IPv6 without brackets. */
  hostname: string;
  /** Whether http or https was typed. */
  converted: boolean;
}

const PATTERN =
  /^([a-z][a-z0-9+.-]*):\/\/(\[[0-9a-f:.]+\]|[^\s/?#@:[\]]+)(:\d{1,5})?(\/[^\s?#]*)?(\?[^\s#]*)?$/i;

/** Reads a LiveKit URL as a person typed it: trimmed, http(s) turned into ws(s). */
export function parseLiveKitUrl(text: string): LiveKitUrl | Failure {
  const trimmed = text.trim();
  const match = PATTERN.exec(trimmed);
  if (match === null) {
    const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed)?.[1];
    return scheme !== undefined && !/^(?:wss?|https?)$/i.test(scheme)
      ? failure('url_scheme', { scheme: `${scheme}://` }, 'url')
      : failure('url_invalid', {}, 'url');
  }
  const [, scheme = '', host = '', port = '', path = '', query = ''] = match;
  const wanted = { ws: 'ws', wss: 'wss', http: 'ws', https: 'wss' }[scheme.toLowerCase()];
  if (wanted === undefined) return failure('url_scheme', { scheme: `${scheme}://` }, 'url');
  if (port !== '' && Number(port.slice(1)) > 65_535) return failure('url_invalid', {}, 'url');
  return {
    url: `${wanted}://${host.toLowerCase()}${port}${withoutSlashesAtEnd(path)}${query}`,
    hostname: host.toLowerCase().replace(/^\[|\]$/g, ''),
    converted: wanted !== scheme.toLowerCase(),
  };
}

/** Whether `hostname` (IPv6 with or without brackets) always means the machine it is said on. */
export function isLoopbackHostname(hostname: string): boolean {
  const bare = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  return (
    bare === 'localhost' ||
    bare.endsWith('.localhost') ||
    bare === '::1' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(bare)
  );
}

function withoutSlashesAtEnd(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}
