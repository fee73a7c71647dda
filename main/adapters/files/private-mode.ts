import { chmodSync, lstatSync, type Stats } from 'node:fs';

/**
 * `tightened`: other users could open it until now. `ignored`: the file system takes a mode and does not
 * keep it. `refused`: it belongs to another user. `fine`: private already, or not there.
 */
export type PrivateMode =
  | { state: 'fine' | 'ignored' | 'refused' }
  | { state: 'tightened'; before: string; after: string };

/** Whether group or others have any permission in a mode. */
export function isOpenToOthers(mode: number): boolean {
  return (mode & 0o077) !== 0;
}

/** Gives a file 0600 or a folder 0700 where its mode is wider. A link is left alone: its target may be anything. */
export function makePrivate(path: string): PrivateMode {
  const stats = look(path);
  if (stats === undefined || stats.isSymbolicLink() || !isOpenToOthers(stats.mode)) {
    return { state: 'fine' };
  }
  const mode = stats.isDirectory() ? 0o700 : 0o600;
  try {
    chmodSync(path, mode);
  } catch {
    return { state: 'refused' };
  }
  const after = look(path);
  if (after !== undefined && isOpenToOthers(after.mode)) return { state: 'ignored' };
  return { state: 'tightened', before: octal(stats.mode), after: octal(mode) };
}

function look(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, '0');
}
