import { lstatSync, readFileSync, statSync, type Stats } from 'node:fs';
import { failureCode, failureReason } from './failure-reason.ts';

/**
 * What stands at a path. `damaged`: it cannot be the file that we wrote, and may be set aside.
 * `unreadable`: it may be whole, but the system does not let us look, so it must not be touched.
 */
export type FileReading =
  | { state: 'absent' }
  | { state: 'text'; text: string; modifiedAt: number }
  | { state: 'damaged'; reason: string }
  | { state: 'unreadable'; reason: string };

/** Settings with a thousand projects are below 4 MiB; a file beyond this was not written by us. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Reads a file of ours as UTF-8 text. Never throws, and never opens what is no regular file: a pipe would hang. */
export function readTextFile(path: string, maxBytes: number = MAX_BYTES): FileReading {
  const target = look(path);
  if ('state' in target) return target;
  if (target.isDirectory()) return { state: 'damaged', reason: 'a folder is in its place' };
  if (!target.isFile()) return { state: 'damaged', reason: 'it is no regular file' };
  if (target.size === 0) return { state: 'damaged', reason: 'it is empty' };
  if (target.size > maxBytes) {
    return { state: 'damaged', reason: `it is larger than ${maxBytes / 1024 / 1024} MiB` };
  }
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return { state: 'unreadable', reason: failureReason(error) };
  }
  try {
    // Drops a byte order mark, which editors on Windows add.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { state: 'text', text, modifiedAt: target.mtimeMs };
  } catch {
    return { state: 'damaged', reason: 'it is not UTF-8 text' };
  }
}

function look(path: string): Stats | FileReading {
  try {
    return statSync(path);
  } catch (error) {
    const code = failureCode(error);
    if (code === 'ELOOP') return { state: 'damaged', reason: 'it is a link to itself' };
    if (code !== 'ENOENT') return { state: 'unreadable', reason: failureReason(error) };
    return isThere(path)
      ? { state: 'damaged', reason: 'it is a link to a file that is gone' }
      : { state: 'absent' };
  }
}

function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
