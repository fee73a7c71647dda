import { lstatSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { makePrivate } from './private-mode.ts';
import { syncFolder } from './write-atomically.ts';

/**
 * Moves whatever is at `path` (a file, a folder, a link, a pipe) to `<path>.corrupt-<time>` beside it and
 * answers the new path. `now` is in milliseconds since the epoch. Throws as the file system does.
 */
export function setAside(path: string, now: number): string {
  const stamp = new Date(now).toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
  let target = `${path}.corrupt-${stamp}`;
  for (let copy = 2; isTaken(target); copy += 1) target = `${path}.corrupt-${stamp}-${copy}`;
  renameSync(path, target);
  makePrivate(target);
  syncFolder(dirname(path));
  return target;
}

/** Undoes `setAside` after the write that was to follow it failed. Never throws. */
export function putBack(kept: string, path: string): void {
  try {
    renameSync(kept, path);
  } catch {
    // It stays where the notice of the next start will not look for it, but it is not lost.
  }
}

function isTaken(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
