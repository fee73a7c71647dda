import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
  lstatSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { failureCode } from './failure-reason.ts';
import { makePrivate } from './private-access.ts';

/** The mode of a file that only this user may open. */
export const PRIVATE_FILE = 0o600;

interface WriteOptions {
  /** Whether the content must outlive a power cut. False for what only says how to reach this process. */
  durable?: boolean;
  /** Whether a link at `path` stays one and the file it leads to is replaced. */
  followLinks?: boolean;
}

/**
 * Replaces the file at `path` so that a reader, a crash or a power cut finds the old content or the new,
 * never a part. The file is readable by this user alone from its first byte. When this throws, the file is
 * as it was and no temporary file is left.
 */
export function writeAtomically(
  path: string,
  content: string | Uint8Array,
  { durable = true, followLinks = false }: WriteOptions = {},
): void {
  const write = (temporary: string): void => {
    writeNew(temporary, Buffer.from(content), durable);
  };
  replaceAtomically(followLinks ? targetOf(path) : path, write, durable);
}

/** The same for a file that `write` makes at the temporary path it is given: whole, private and synced, or it throws. */
export function replaceAtomically(
  path: string,
  write: (temporary: string) => void,
  durable = true,
): void {
  const temporary = `${path}.tmp-${process.pid}-${randomBytes(6).toString('hex')}`;
  try {
    write(temporary);
    renamePatiently(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  if (durable) syncFolder(dirname(path));
}

/** The file that a link at `path` leads to, and `path` itself where there is no such file. */
export function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Removes what writes to `path` left beside it when their process was killed. Never throws. */
export function removeTemporaries(path: string): void {
  const folder = dirname(path);
  const prefix = `${basename(path)}.tmp-`;
  try {
    for (const name of readdirSync(folder)) {
      if (name.startsWith(prefix)) rmSync(join(folder, name), { force: true });
    }
  } catch {
    // A folder that cannot be written is reported by the next save.
  }
}

function writeNew(path: string, bytes: Uint8Array, durable: boolean): void {
  const descriptor = openSync(path, 'wx', PRIVATE_FILE);
  try {
    // A nearly full disk takes a part without an error; only the next write says ENOSPC.
    for (let offset = 0; offset < bytes.length;) {
      offset += writeSync(descriptor, bytes, offset);
    }
    if (durable) fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Makes a rename inside `folder` survive a power cut. Windows cannot open a folder and some network file
 * systems cannot sync one; the rename has happened by then, so that is no failure of the save.
 */
export function syncFolder(folder: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(folder, 'r');
  } catch {
    return;
  }
  try {
    fsyncSync(descriptor);
  } catch {
    // See above: nothing to undo.
  } finally {
    closeSync(descriptor);
  }
}

/** Windows refuses to replace a file that an indexer or a virus scanner has open, for a moment. */
const CONTENTION = new Set(['EPERM', 'EACCES', 'EBUSY']);
const PATIENCE_MS = 2000;
const PAUSE_MS = 25;

interface RenameOptions {
  rename?: (from: string, to: string) => void;
  platform?: NodeJS.Platform;
  /** Blocks for this many milliseconds. */
  pause?: (milliseconds: number) => void;
}

/** Renames, and on Windows tries again for two seconds while another program holds the target. */
export function renamePatiently(
  from: string,
  to: string,
  { rename = renameSync, platform = process.platform, pause = block }: RenameOptions = {},
): void {
  for (let waited = 0; ; waited += PAUSE_MS) {
    try {
      rename(from, to);
      return;
    } catch (error) {
      const isContention = platform === 'win32' && CONTENTION.has(failureCode(error));
      if (!isContention || waited >= PATIENCE_MS) throw error;
      pause(PAUSE_MS);
    }
  }
}

function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

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
