import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { renamePatiently } from './rename-patiently.ts';
import { syncFolder } from './sync-folder.ts';

const PRIVATE_FILE = 0o600;

/**
 * Replaces the file at `path` so that a reader, a crash or a power cut finds the old content or the new,
 * never a part. The file is readable by this user alone from its first byte. When this throws, the file is
 * as it was and no temporary file is left.
 */
export function writeAtomically(path: string, content: string | Uint8Array): void {
  const temporary = `${path}.tmp-${process.pid}-${randomBytes(6).toString('hex')}`;
  try {
    writeNew(temporary, typeof content === 'string' ? Buffer.from(content, 'utf8') : content);
    renamePatiently(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}

function writeNew(path: string, bytes: Uint8Array): void {
  const descriptor = openSync(path, 'wx', PRIVATE_FILE);
  try {
    // A nearly full disk takes a part without an error; only the next write says ENOSPC.
    for (let offset = 0; offset < bytes.length;) {
      offset += writeSync(descriptor, bytes, offset);
    }
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
