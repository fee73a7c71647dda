import { failure, type Failure } from './errors.ts';

interface LiveKitUrl {
  /** Always ws or wss, without a trailing slash. */
  url: string;
  /** The host without port, IPv6 without brackets. */
  hostname: string;
  /** What was changed to make it a LiveKit URL, a sentence each. */
  repairs: string[];
}

interface ParsedUrl {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
}
/** The same in browsers and Node; `contract` sees the types of neither. */
declare const URL: new (text: string) => ParsedUrl;

/** LiveKit's media server answers here, without TLS. */
const PLAIN_PORTS = new Set(['80', '7880']);
const MAX_URL_LENGTH = 2048;

/**
 * Reads a LiveKit URL as typed. Its host and port must be possible ones; the scheme may be missing, http(s) becomes
 * ws(s), and paths that LiveKit's clients add themselves are cut.
 */
export function parseLiveKitUrl(text: string): LiveKitUrl | Failure {
  const repairs: string[] = [];
  const typed = text.trim();
  if (typed === '' || typed.length > MAX_URL_LENGTH) return invalid();
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(typed))
    return failure('credential_characters', { field: 'URL' }, 'url');
  if (/^<.*>$|\$\{|\{\{|[<>]/.test(typed))
    return failure('credential_placeholder', { field: 'URL' }, 'url');

  const split = splitScheme(typed);
  if ('code' in split) return split;
  if (/[\s\\"'`,;|]/.test(split.rest)) return invalid();
  const authority = split.rest.split(/[/?#]/, 1)[0] ?? '';
  if (authority.includes('@')) return failure('url_credentials', {}, 'url');
  if (/^(?:[0-9a-f]*:){2,}[0-9a-f.]*$/i.test(authority)) {
    return failure(
      'url_host',
      { problem: 'Put an IPv6 address in brackets, as in ws://[::1]:7880.' },
      'url',
    );
  }

  let parsed: ParsedUrl;
  try {
    // As http, because URL checks the host only for schemes that it knows.
    parsed = new URL(`http${split.scheme === 'wss' ? 's' : ''}://${split.rest}`);
  } catch {
    return badHost(authority);
  }
  const problem = hostProblem(parsed.hostname, authority);
  if (problem !== undefined) return failure('url_host', { problem }, 'url');
  if (parsed.port === '0') return failure('url_host', { problem: 'Port 0 is no port.' }, 'url');
  const page = livekitPage(parsed);
  if (page !== undefined) return page;

  const hostname = parsed.hostname.replace(/\.$/, '');
  // One word alone is a slip more often than the name of a container, which has a port.
  if (split.scheme === undefined && parsed.port === '' && isServiceName(hostname)) return invalid();
  const scheme = split.scheme ?? guessScheme(hostname, parsed.port);
  const port = portOf(parsed, scheme, split.scheme);
  const { path, query } = pathOf(parsed, repairs);
  const url = `${scheme}://${hostname}${port}${path}${query}`;
  if (split.repair || /^xn--|\.xn--/.test(hostname)) {
    repairs.unshift(`LiveKit clients use ${url}, so that is what is kept.`);
  }
  return { url, hostname: hostname.replace(/^\[|\]$/g, ''), repairs };
}

function invalid(): Failure {
  return failure('url_invalid', {}, 'url');
}

/** The scheme as ws or wss; `undefined` where none was typed, as in `host:7880`. */
function splitScheme(
  typed: string,
): { scheme: 'ws' | 'wss' | undefined; rest: string; repair: boolean } | Failure {
  const known = /^(wss?|https?):\/*(?=[^/])/i.exec(typed);
  if (known !== null && !/^(?:wss?|https?):\d{1,5}(?:\/|$)/i.test(typed)) {
    const written = known[0];
    const name = (known[1] ?? '').toLowerCase();
    return {
      scheme: name === 'wss' || name === 'https' ? 'wss' : 'ws',
      rest: typed.slice(written.length),
      repair:
        name.startsWith('http') || !written.endsWith('://') || written.length > name.length + 3,
    };
  }
  const other = /^([a-z][a-z0-9+.-]{0,30}):\/\//i.exec(typed)?.[1];
  if (other !== undefined && !/^(?:wss?|https?)$/i.test(other)) {
    return failure('url_scheme', { scheme: `${other}://` }, 'url');
  }
  if (/^[a-z]+:\/*$/i.test(typed)) return invalid();
  return { scheme: undefined, rest: typed.replace(/^\/\//, ''), repair: true };
}

function badHost(authority: string): Failure {
  const port = /:(\d+)$/.exec(authority)?.[1];
  if (port !== undefined && Number(port) > 65_535) {
    return failure('url_host', { problem: 'Its port is higher than 65535.' }, 'url');
  }
  if (/^[\d.]+(?::\d*)?$/.test(authority)) {
    return failure('url_host', { problem: 'No machine can have that IP address.' }, 'url');
  }
  return invalid();
}

/** `written` is the host as typed: URL turns `192.168.1` and `1` into addresses that were not meant. */
function hostProblem(hostname: string, written: string): string | undefined {
  if (written.includes('%')) return 'A host name has no % in it.';
  if (hostname.startsWith('[')) return undefined;
  if (/^\d+\.\d+\.\d+\.\d+$/.test(hostname)) {
    if (written.replace(/:\d*$/, '') !== hostname) return 'Write the IP address with four numbers.';
    const first = Number(hostname.split('.')[0]);
    return first >= 224 || (first === 0 && hostname !== '0.0.0.0')
      ? 'No machine can have that IP address.'
      : undefined;
  }
  const bare = hostname.replace(/\.$/, '');
  if (bare === '' || bare.length > 253) return 'The host name is missing or too long.';
  return bare.split('.').every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))
    ? undefined
    : 'No host can have that name.';
}

/** LiveKit's own web pages, which people copy from the address bar, and token endpoints. */
function livekitPage({ hostname, pathname }: ParsedUrl): Failure | undefined {
  if (
    /^(?:(?:cloud|www|docs|meet|blog|agents-playground|cloud-api)\.)?livekit\.io$/.test(hostname)
  ) {
    return failure('url_dashboard', {}, 'url');
  }
  if (hostname.endsWith('.sandbox.livekit.io') || hostname === 'livekit.cloud') {
    return failure('url_dashboard', {}, 'url');
  }
  if (/\/(?:token|createtoken|gettoken|connection-details)\/?$/i.test(pathname)) {
    return failure('url_token_endpoint', {}, 'url');
  }
  return undefined;
}

function guessScheme(hostname: string, port: string): 'ws' | 'wss' {
  return isPrivateHostname(hostname) || PLAIN_PORTS.has(port) ? 'ws' : 'wss';
}

/** URL drops the port that its own scheme implies; what matters is the one that ws or wss implies. */
function portOf(parsed: ParsedUrl, scheme: 'ws' | 'wss', typed: 'ws' | 'wss' | undefined): string {
  if (parsed.port === '443' && scheme === 'wss') return '';
  return parsed.port === '' || (parsed.port === '80' && scheme === 'ws' && typed === undefined)
    ? ''
    : `:${parsed.port}`;
}

function pathOf(parsed: ParsedUrl, repairs: string[]): { path: string; query: string } {
  let path = withoutSlashesAtEnd(parsed.pathname);
  const signal = /\/rtc(?:\/v1)?(?:\/validate)?$/.exec(path);
  if (signal !== null) {
    path = path.slice(0, signal.index);
    repairs.push('/rtc is left out: LiveKit clients add it themselves.');
  }
  if (parsed.hash !== '') repairs.push('The part after # is left out.');
  if (parsed.search === '') return { path, query: '' };
  if (signal !== null || /[?&](?:access_)?token=/i.test(parsed.search)) {
    repairs.push('The part after ? is left out: it belongs to one connection.');
    return { path, query: '' };
  }
  return { path, query: parsed.search };
}

/** Whether `hostname` (IPv6 with or without brackets) always means the machine that uses it. */
export function isLoopbackHostname(hostname: string): boolean {
  const bare = bareHostname(hostname);
  return (
    bare === 'localhost' ||
    /^(?:[a-z0-9_-]+\.)+localhost$/.test(bare) ||
    bare === '::1' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(bare)
  );
}

/** Whether `hostname` is out of reach from the internet: loopback, a private address, or a name of a local network. */
export function isPrivateHostname(hostname: string): boolean {
  const bare = bareHostname(hostname);
  return (
    isLoopbackHostname(bare) ||
    /^(?:0\.0\.0\.0$|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
      bare,
    ) ||
    /^(?:::$|f[cd][0-9a-f]{2}:|fe80:)/.test(bare) ||
    /\.(?:local|internal|lan|home|home\.arpa|localdomain|svc|cluster\.local)$/.test(bare) ||
    isServiceName(bare)
  );
}

/** A name without a dot, such as a container's: it works on one network only. */
export function isServiceName(hostname: string): boolean {
  const bare = bareHostname(hostname);
  return bare !== 'localhost' && /^[a-z0-9_-]+$/.test(bare);
}

function bareHostname(hostname: string): string {
  return hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

/**
 * A name for a project that has none: the first label of its host without the suffix that LiveKit Cloud adds
 * (`kitchen-demo-a1b2c3d4.livekit.cloud` is `kitchen-demo`), as the LiveKit CLI names them, or the whole host.
 */
export function nameFromUrl(url: string): string {
  const parsed = parseLiveKitUrl(url);
  if ('code' in parsed) return '';
  const { hostname } = parsed;
  if (!hostname.endsWith('.livekit.cloud')) return hostname;
  return (hostname.split('.')[0] ?? hostname).replace(/-(?=[a-z]*\d)[a-z0-9]{6,12}$/, '');
}

function withoutSlashesAtEnd(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

/**
 * The ports of a LiveKit server on this machine, signaling first and then media over TCP by its default; none where it
 * is elsewhere. An app that reaches this machine as localhost needs them too.
 */
export function liveKitPorts(url: string): number[] {
  const parsed = parseLiveKitUrl(url);
  if ('code' in parsed || !isLoopbackHostname(parsed.hostname)) return [];
  return [signalPort(parsed.url), 7881];
}

/** The port of a LiveKit URL: its own, or that of its scheme. Throws for what is no URL. */
export function signalPort(url: string): number {
  const { port, protocol } = new URL(url);
  if (port !== '') return Number(port);
  return protocol === 'wss:' ? 443 : 80;
}
