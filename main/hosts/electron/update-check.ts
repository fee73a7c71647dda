import { session } from 'electron';
import { LINKS } from '../../contract/host.ts';
import type { Log } from '../../core/ports.ts';
import { newerVersion } from '../../core/newer-version.ts';

/** Long after the start, which has better things to do. */
const FIRST_MS = 5 * 60_000;
const EVERY_MS = 24 * 60 * 60_000;
const ANSWER_MS = 10_000;

interface ReleasePorts {
  version: string;
  isWanted(): boolean;
  log: Log;
}

export interface Releases {
  /** The newest release above this version, once one was seen. */
  newer(): string | undefined;
  onChange(listener: (version: string) => void): void;
  close(): void;
}

/**
 * Looks once a day whether there is a newer release, and tells. It downloads nothing: builds that are not
 * signed could not be told from others, so a person gets them where the releases are.
 */
export function followReleases({ version, isWanted, log }: ReleasePorts): Releases {
  const listeners = new Set<(version: string) => void>();
  let newer: string | undefined;

  const look = async (): Promise<void> => {
    if (!isWanted()) return;
    try {
      const found = newerVersion(version, await latestRelease());
      if (found === undefined || found === newer) return;
      newer = found;
      for (const listener of listeners) listener(found);
    } catch (error) {
      log('info', 'The releases could not be looked at.', {
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

/** Over https to one host, whatever it answers: a redirect is refused. Sends nothing but the request. */
async function latestRelease(): Promise<unknown> {
  const { pathname } = new URL(LINKS.releases);
  // A session of its own, in memory, which knows the system's proxy; the window's has no network.
  const own = session.fromPartition('releases', { cache: false });
  const reply = await own.fetch(`https://api.github.com/repos${pathname}/latest`, {
    redirect: 'error',
    credentials: 'omit',
    headers: { Accept: 'application/vnd.github+json' },
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  if (!reply.ok) throw new Error(`status ${reply.status}`);
  return reply.json();
}
