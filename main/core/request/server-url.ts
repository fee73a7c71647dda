import { isLoopbackHostname } from '../../contract/livekit-url.ts';

export interface ServerUrl {
  url: string;
  /** Whether it was changed to fit the caller. */
  rewritten: boolean;
}

/** The names of a project's server: the URL itself, and another one for callers elsewhere, empty where there is none. */
export interface ProjectUrls {
  url: string;
  remoteUrl: string;
}

/** How emulators of Android call the machine they run on. */
const EMULATOR_ALIASES: ReadonlySet<string> = new Set(['10.0.2.2', '10.0.3.2']);
/** How containers do. */
const CONTAINER_ALIASES: ReadonlySet<string> = new Set([
  'host.docker.internal',
  'gateway.docker.internal',
  'kubernetes.docker.internal',
  'host.containers.internal',
]);
/** What a server listens on; no client can connect to it. */
const UNSPECIFIED: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

const HOST = /^(wss?:\/\/)(\[[^\]]*\]|[^:/?]+)/;
const NO_NAMES: ReadonlySet<string> = new Set();

/**
 * The LiveKit URL as the caller can use it. A caller on another machine or in a container gets the second URL where
 * the project has one. A URL that names this machine is out of reach of an emulator or a phone; the name by which the
 * caller reached us (`callerHost`, already past the Host guard) is one it can use, so that takes the host's place. Any
 * other URL is never changed.
 *
 * @param ownNames the names and addresses of this machine, in lower case
 */
export function serverUrlFor(
  { url, remoteUrl }: ProjectUrls,
  callerHost: string,
  ownNames: ReadonlySet<string> = NO_NAMES,
): ServerUrl {
  const caller = callerHost.replace(/^\[|\]$/g, '');
  return remoteUrl !== '' && isElsewhere(caller)
    ? { url: remoteUrl, rewritten: remoteUrl !== url }
    : fit(url, caller, ownNames);
}

function isElsewhere(caller: string): boolean {
  return caller !== '' && !isLoopbackHostname(caller) && !EMULATOR_ALIASES.has(caller);
}

function fit(url: string, caller: string, ownNames: ReadonlySet<string>): ServerUrl {
  const unchanged = { url, rewritten: false };
  // A saved URL is in its one spelling, so that its host is read without parsing the rest.
  const [, , written = ''] = HOST.exec(url) ?? [];
  const hostname = written.replace(/^\[|\]$/g, '');
  if (caller === '' || hostname === '' || hostname === caller) return unchanged;
  const isAlias =
    UNSPECIFIED.has(hostname) || EMULATOR_ALIASES.has(hostname) || CONTAINER_ALIASES.has(hostname);
  if (!isAlias) {
    // This machine reaches itself by any of its names.
    if (isLoopbackHostname(caller)) return unchanged;
    // A certificate is made for a name, and would not fit another.
    const isOwn = ownNames.has(hostname) && url.startsWith('ws://');
    if (!isLoopbackHostname(hostname) && !isOwn) return unchanged;
  }
  const host = caller.includes(':') ? `[${caller}]` : caller;
  return {
    url: url.replace(/^(wss?:\/\/)(?:\[[^\]]*\]|[^:/?]+)/, (_all, scheme: string) => scheme + host),
    rewritten: true,
  };
}
