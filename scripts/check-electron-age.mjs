// @ts-check
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** `node scripts/check-electron-age.mjs`: fails when the Electron we ship missed a release for more than 30 days. */

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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const published = JSON.parse(
    execFileSync(npm, ['view', 'electron', 'time', '--json'], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      shell: process.platform === 'win32',
    }),
  );
  const trouble = electronAge(manifest.devDependencies.electron, published, Date.now());
  if (trouble !== undefined) {
    console.error(trouble);
    process.exitCode = 1;
  }
}
