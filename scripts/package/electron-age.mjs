// @ts-check

/** How long a newer release of our line of Electron may wait: most carry security fixes of Chromium. */
const MAX_DAYS = 30;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Whether the Electron that is shipped has fallen behind its own line.
 *
 * @param {string} current Such as `45.4.1`.
 * @param {Record<string, string>} published When each version was published, as `npm view electron time --json`
 *   answers.
 * @param {number} now Milliseconds since the epoch.
 * @returns {string | undefined} What is wrong, in a sentence.
 */
export function electronAge(current, published, now) {
  const [major] = current.split('.');
  const own = published[current];
  if (own === undefined) return `Electron ${current} is not a published version.`;
  const missed = Object.entries(published)
    .filter(([version]) => new RegExp(`^${major}\\.\\d+\\.\\d+$`).test(version))
    .filter(([, at]) => Date.parse(at) > Date.parse(own))
    .toSorted(([, one], [, two]) => Date.parse(one) - Date.parse(two));
  const [first] = missed;
  if (first === undefined) return undefined;
  const days = Math.floor((now - Date.parse(first[1])) / DAY_MS);
  if (days <= MAX_DAYS) return undefined;
  return `Electron ${current} is behind: ${first[0]} came ${days} days ago, the newest is ${missed.at(-1)?.[0]}.`;
}
