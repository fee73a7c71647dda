import { isLoopbackHostname, parseLiveKitUrl } from '../../contract/livekit-url.ts';

export interface ServerUrl {
  url: string;
  /** Whether it was changed to fit the caller. */
  rewritten: boolean;
}

const rewritten = new Map<string, ServerUrl>();
const MAX_REMEMBERED = 256;

/**
 * The LiveKit URL as the caller can use it. A project on a loopback host is out of reach of an emulator
 * or a phone; the name by which the caller reached us (`callerHost`, already past the Host guard) is one
 * it can use, so that takes the loopback host's place. Any other project URL is never changed.
 */
export function serverUrlFor(projectUrl: string, callerHost: string): ServerUrl {
  const key = `${callerHost} ${projectUrl}`;
  const known = rewritten.get(key);
  if (known !== undefined) return known;
  const fitted = fit(projectUrl, callerHost);
  if (rewritten.size >= MAX_REMEMBERED) rewritten.clear();
  rewritten.set(key, fitted);
  return fitted;
}

function fit(projectUrl: string, callerHost: string): ServerUrl {
  const unchanged = { url: projectUrl, rewritten: false };
  const parsed = parseLiveKitUrl(projectUrl);
  if ('code' in parsed || callerHost === '') return unchanged;
  if (!isLoopbackHostname(parsed.hostname) || isLoopbackHostname(callerHost)) return unchanged;
  const bare = callerHost.replace(/^\[|\]$/g, '');
  const host = bare.includes(':') ? `[${bare}]` : bare;
  return {
    url: projectUrl.replace(
      /^(wss?:\/\/)(?:\[[^\]]*\]|[^:/?]+)/,
      (_all, scheme: string) => scheme + host,
    ),
    rewritten: true,
  };
}
