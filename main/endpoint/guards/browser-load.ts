import type { IncomingHttpHeaders } from 'node:http';
import { failure } from '../../contract/errors.ts';
import { refererOrigin } from '../../server/request-checks.ts';
import type { Blocked } from './blocked.ts';
import { checkOrigin, type OriginAccess } from './origin.ts';

export interface BrowserLoad {
  /** The Host that has passed its check. */
  hostname: string;
  /** A person may follow a link of any site to the page for people. */
  isPageForPeople: boolean;
  access: OriginAccess;
}

/**
 * Stops what pages can do without an Origin header: images, scripts, frames, styles and links that lead
 * here. Only for requests without an Origin; where there is one, it decides. Page script cannot set
 * `Sec-Fetch-*`; older browsers do not send them, but a Referer.
 */
export function checkBrowserLoad(
  headers: IncomingHttpHeaders,
  { hostname, isPageForPeople, access }: BrowserLoad,
): Blocked | undefined {
  const site = single(headers['sec-fetch-site']);
  const mode = single(headers['sec-fetch-mode']);
  const dest = single(headers['sec-fetch-dest']);
  const isLink = mode === 'navigate' && dest === 'document';
  if (isPageForPeople && (site === undefined || isLink)) return undefined;

  const isOwn = site === undefined || site === 'same-origin' || site === 'none';
  const isNeighbour = site === 'same-site' && mode !== 'no-cors' && (mode !== 'navigate' || isLink);
  const origin = refererOrigin(headers);
  const foreign = origin === undefined ? undefined : checkOrigin(origin, hostname, access);
  if ((isOwn || isNeighbour) && foreign === undefined) return undefined;
  return {
    rule: 'fetch_metadata',
    failure: failure('cross_site_request'),
    ...(foreign?.remedy === undefined || !isOwn ? {} : { remedy: foreign.remedy }),
  };
}

/** A header that is not one of Node's known ones may come twice; then Node joins them or lists them. */
function single(header: string | string[] | undefined): string | undefined {
  return header === undefined ? undefined : String(header);
}
