import { failure } from '../../contract/errors.ts';
import type { Blocked } from './blocked.ts';

/** What a browser says about where a request comes from. Page script cannot set these headers. */
export interface FetchMetadata {
  /** `Sec-Fetch-Site` */
  site: string | undefined;
  /** `Sec-Fetch-Mode` */
  mode: string | undefined;
  /** `Sec-Fetch-Dest` */
  dest: string | undefined;
}

/**
 * Stops what pages can do without an Origin header: images, scripts, frames and links that lead here.
 * Only for requests without an Origin; where there is one, it decides. A person may still follow a link
 * to the page for people.
 */
export function checkFetchMetadata(
  { site, mode, dest }: FetchMetadata,
  isPageForPeople: boolean,
): Blocked | undefined {
  if (site === undefined || site === 'same-origin' || site === 'none') return undefined;
  const isLink = mode === 'navigate' && dest === 'document';
  if (site === 'same-site' && mode !== 'no-cors' && (mode !== 'navigate' || isLink)) {
    return undefined;
  }
  if (isLink && isPageForPeople) return undefined;
  return { rule: 'fetch_metadata', failure: failure('cross_site_request') };
}
