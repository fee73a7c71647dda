import { isLoopbackHostname, parseLiveKitUrl } from '../../contract/livekit-url.ts';

export interface ServerUrl {
  url: string;
  /** Whether it was changed to fit the caller. */
  rewritten: boolean;
}

/**
 * The LiveKit URL as the caller can use it. A project on a loopback host is out of reach of an emulator
 * or a phone; the name by which the caller reached us (`callerHost`, already past the Host guard) is one
 * it can use, so that takes the loopback host's place. Any other project URL is never changed.
 */
export function serverUrlFor(projectUrl: string, callerHost: string): ServerUrl {
  const unchanged = { url: projectUrl, rewritten: false };
  if (callerHost === '' || isLoopbackHostname(callerHost)) return unchanged;
  const parsed = parseLiveKitUrl(projectUrl);
  if ('code' in parsed || !isLoopbackHostname(parsed.hostname)) return unchanged;
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
