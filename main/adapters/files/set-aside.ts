import { existsSync, lstatSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { makePrivate } from './private-mode.ts';
import { syncFolder } from './sync-folder.ts';

/**
 * Moves what stands at `path` to `<path>.corrupt-<time>` beside it and answers the new path. Moving is one
 * step of the file system, so nothing can be lost half-way, whatever it is: a file, a folder or a link.
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

function isTaken(path: string): boolean {
  if (existsSync(path)) return true;
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
