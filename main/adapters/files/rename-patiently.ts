import { renameSync } from 'node:fs';
import { failureCode } from './failure-reason.ts';

/** Windows refuses to replace a file that an indexer or a virus scanner has open, for a moment. */
const CONTENTION = new Set(['EPERM', 'EACCES', 'EBUSY']);
const PATIENCE_MS = 2000;
const PAUSE_MS = 25;

export interface RenameOptions {
  rename?: (from: string, to: string) => void;
  platform?: NodeJS.Platform;
}

/** Renames, and on Windows tries again for at most two seconds while another program holds the target. */
export function renamePatiently(
  from: string,
  to: string,
  { rename = renameSync, platform = process.platform }: RenameOptions = {},
): void {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      rename(from, to);
      return;
    } catch (error) {
      const worthWaiting = platform === 'win32' && CONTENTION.has(failureCode(error));
      if (!worthWaiting || Date.now() >= deadline) throw error;
      pause(PAUSE_MS);
    }
  }
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
