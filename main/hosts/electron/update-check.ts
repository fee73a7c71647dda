import * as v from 'valibot';
import { LINKS } from '../../contract/host-description.ts';
import type { Log } from '../../core/ports.ts';
import { RELEASE_HOST } from './app-page.ts';

/** Well after the start, when the app has nothing better to do. */
const FIRST_MS = 5 * 60_000;
const EVERY_MS = 24 * 60 * 60_000;
const ANSWER_MS = 10_000;
/** A release with many files and long notes stays below 1 MiB. */
const MAX_ANSWER_BYTES = 2 * 1024 * 1024;

interface ReleasePorts {
  version: string;
  isWanted(): boolean;
  fetch(url: string, init: RequestInit): Promise<Response>;
  log: Log;
}

export interface Releases {
  /** The newest release above this version, once one was seen. */
  newer(): string | undefined;
  onChange(listener: (version: string) => void): void;
  close(): void;
}

/**
 * Looks once a day whether there is a newer release, and tells. It downloads nothing: an unsigned build could
 * not be told from a forged one, so people get builds from the release page.
 */
export function followReleases({ version, isWanted, fetch, log }: ReleasePorts): Releases {
  const listeners = new Set<(version: string) => void>();
  let newer: string | undefined;

  const look = async (): Promise<void> => {
    if (!isWanted()) return;
    try {
      const found = newerVersion(version, await latestRelease(fetch));
      if (found === undefined || found === newer) return;
      newer = found;
      for (const listener of listeners) listener(found);
    } catch (error) {
      log('info', 'Could not check for a newer release.', {
        reason: error instanceof Error ? error.name : 'unknown',
      });
    }
  };

  const first = setTimeout(() => void look(), FIRST_MS);
  const daily = setInterval(() => void look(), EVERY_MS);
  return {
    newer: () => newer,
    onChange: (listener) => {
      listeners.add(listener);
    },
    close: () => {
      clearTimeout(first);
      clearInterval(daily);
    },
  };
}

/** Over https to one host; a redirect is refused. Sends nothing but the request. */
async function latestRelease(fetch: ReleasePorts['fetch']): Promise<unknown> {
  const { pathname } = new URL(LINKS.releases);
  const reply = await fetch(`https://${RELEASE_HOST}/repos${pathname}/latest`, {
    redirect: 'error',
    credentials: 'omit',
    headers: { Accept: 'application/vnd.github+json' },
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  if (!reply.ok) throw new Error(`status ${reply.status}`);
  return JSON.parse(await boundedText(reply));
}

/** The body as text. Throws once it is longer than a release can be, and reads no further. */
async function boundedText(reply: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of reply.body ?? []) {
    length += chunk.byteLength;
    if (length > MAX_ANSWER_BYTES) throw new RangeError('The answer is too long.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** As much of a release as is looked at, as GitHub describes it. */
const ReleaseSchema = v.object({
  tag_name: v.string(),
  draft: v.optional(v.boolean()),
  prerelease: v.optional(v.boolean()),
});

/**
 * The version of `release` where it is a finished one above `current`, and nothing for anything else: an
 * older or the same one, a trial, or an answer that is no release.
 */
export function newerVersion(current: string, release: unknown): string | undefined {
  const parsed = v.safeParse(ReleaseSchema, release);
  if (!parsed.success || parsed.output.draft === true || parsed.output.prerelease === true) {
    return undefined;
  }
  const [mine, theirs] = [numbersOf(current), numbersOf(parsed.output.tag_name)];
  if (mine === undefined || theirs === undefined) return undefined;
  const difference = theirs.map((number, place) => number - (mine[place] ?? 0)).find(Boolean);
  return difference !== undefined && difference > 0 ? theirs.join('.') : undefined;
}

/** `v1.2.3` and `1.2.3` alone: what follows a hyphen is a trial. */
function numbersOf(version: string): number[] | undefined {
  const match = /^v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/.exec(version);
  return match?.slice(1).map(Number);
}
