import { LINK_IDS, LINKS, type LinkId } from '../../contract/host.ts';

/** Longer URLs are refused by some systems' launchers; a LiveKit token in a query stays far below. */
const MAX_LENGTH = 8192;

/**
 * The address behind a link of the fixed list, with a query where one is given; nothing for anything else.
 * The id chooses, so no text from a page or a request can name a scheme or a host.
 */
export function linkUrl(
  link: LinkId,
  query: Readonly<Record<string, string>> = {},
): string | undefined {
  if (!LINK_IDS.includes(link)) return undefined;
  const url = new URL(LINKS[link]);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.protocol === 'https:' && url.href.length <= MAX_LENGTH ? url.href : undefined;
}
