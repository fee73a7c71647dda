import { joinLine, type ActivityEntry } from '../../contract/activity.ts';

/** While a person was just told something, the next news waits, and is told together. */
const QUIET_MS = 10_000;
const MAX_REMEMBERED = 1_000;

export interface JoinNews {
  /** New and changed lines of the activity. */
  hear(entries: readonly ActivityEntry[]): void;
}

/**
 * Tells of participants that joined, or cannot: the first at once, what follows within ten seconds as one message. Of
 * those that have not come yet nothing is told. No timer lives while there is nothing to tell.
 *
 * @param tell answers whether the person was told; what the window shows needs no telling
 */
export function createJoinNews(tell: (message: string) => boolean): JoinNews {
  const told = new Set<string>();
  let waiting: ActivityEntry[] = [];
  let quiet: ReturnType<typeof setTimeout> | undefined;

  const speak = (): void => {
    quiet = undefined;
    const [first] = waiting;
    if (first === undefined) return;
    const message = waiting.length === 1 ? joinLine(first) : together(waiting);
    waiting = [];
    if (message === undefined || !tell(message)) return;
    quiet = setTimeout(speak, QUIET_MS);
    quiet.unref();
  };

  return {
    hear(entries) {
      for (const entry of entries) {
        const state = entry.join?.state;
        if (state !== 'joined' && state !== 'failed' && state !== 'replaced') continue;
        const key = `${entry.id} ${state}`;
        if (told.has(key)) continue;
        told.add(key);
        waiting.push(entry);
      }
      for (const oldest of told) {
        if (told.size <= MAX_REMEMBERED) break;
        told.delete(oldest);
      }
      if (waiting.length > 0 && quiet === undefined) speak();
    },
  };
}

/** Such as "3 participants joined, 1 can’t join". */
function together(entries: readonly ActivityEntry[]): string {
  const parts = (
    [
      ['joined', 'joined'],
      ['failed', 'can’t join'],
      ['replaced', 'replaced by the same identity'],
    ] as const
  ).flatMap(([state, words]) => {
    const count = entries.filter(({ join }) => join?.state === state).length;
    const who = count === 1 ? '1 participant' : `${count} participants`;
    return count === 0 ? [] : [`${who} ${words}`];
  });
  return `${parts.join(', ')}.`;
}
