import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { renamePatiently } from './rename-patiently.ts';
import { syncFolder } from './sync-folder.ts';

const PRIVATE_FILE = 0o600;

export interface WriteOptions {
  /** Whether the content must outlive a power cut. What only says how to reach this process need not, and waiting for the disk takes its time. */
  durable?: boolean;
}

/**
 * Replaces the file at `path` so that a reader, a crash or a power cut finds the old content or the new,
 * never a part. The file is readable by this user alone from its first byte. When this throws, the file is
 * as it was and no temporary file is left.
 */
export function writeAtomically(
  path: string,
  content: string | Uint8Array,
  { durable = true }: WriteOptions = {},
): void {
  const temporary = `${path}.tmp-${process.pid}-${randomBytes(6).toString('hex')}`;
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    writeNew(temporary, bytes, durable);
    renamePatiently(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  if (durable) syncFolder(dirname(path));
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
