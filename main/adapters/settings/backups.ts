import { existsSync, linkSync, lstatSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makePrivate } from '../files/private-access.ts';
import { syncFolder, targetOf, writeAtomically } from '../files/write-atomically.ts';

const KEPT = 3;

interface Backups {
  /** Newest first. */
  list(): string[];
  /** Keeps the file as it is now and answers the backup's path; `undefined` where there is no file yet. Throws as the file system does. */
  add(): string | undefined;
  /** Drops the oldest beyond three. Never throws: one backup too many does no harm. */
  prune(): void;
  /** Takes back what `add` made for a save that failed. Never throws. */
  remove(backup: string): void;
  /** Removes every backup. */
  purge(): void;
  /** Removes a backup that a killed save left as a second name of the file itself: editing one would edit both. */
  dropTwin(): void;
}

/**
 * The last three states of a file before the present one, as `<name>.backup-<number>` beside it. Numbers
 * only grow, so the order does not depend on the clock; the time of a backup is when that state was saved.
 */
export function createBackups(path: string): Backups {
  const folder = dirname(path);
  const prefix = `${basename(path)}.backup-`;

  const numbers = (): number[] => {
    let names: string[];
    try {
      names = readdirSync(folder);
    } catch {
      return [];
    }
    return names
      .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
      .map((name) => Number.parseInt(name.slice(prefix.length), 10))
      .toSorted((left, right) => right - left);
  };
  const pathOf = (number: number): string => join(folder, prefix + String(number).padStart(6, '0'));
  const list = (): string[] => numbers().map(pathOf);

  return {
    list,
    add() {
      if (!existsSync(path)) return undefined;
      const source = targetOf(path);
      const backup = pathOf((numbers()[0] ?? 0) + 1);
      try {
        // The save renames a new file over the old one, so a second name keeps the old content whole,
        // even on a disk that has no room for a copy.
        linkSync(source, backup);
      } catch {
        writeAtomically(backup, readFileSync(source));
      }
      makePrivate(backup);
      return backup;
    },
    prune() {
      try {
        removeAll(list().slice(KEPT));
      } catch {
        // The next save tries again.
      }
    },
    remove(backup) {
      try {
        rmSync(backup, { force: true });
      } catch {
        // The start of the next run drops it.
      }
    },
    purge() {
      removeAll(list());
      syncFolder(folder);
    },
    dropTwin() {
      const [newest] = list();
      if (newest !== undefined && isSameFile(newest, path)) rmSync(newest, { force: true });
    },
  };
}

function removeAll(paths: readonly string[]): void {
  for (const path of paths) rmSync(path, { force: true, recursive: true });
}

function isSameFile(left: string, right: string): boolean {
  try {
    const [a, b] = [lstatSync(left), lstatSync(right)];
    return a.ino === b.ino && a.dev === b.dev;
  } catch {
    return false;
  }
}
