import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, statSync } from 'node:fs';
import { failureCode, failureReason } from './failure-reason.ts';

/** Distinguishes states of a file without reading it. */
export interface FileMark {
  ino: number;
  size: number;
  /** Milliseconds since the epoch. */
  modifiedAt: number;
}

/**
 * Why a file was not read, as a clause. `damaged`: Token Tray did not write what is there.
 * `unreadable`: the file may be fine, but the system does not let this process read it.
 */
export type FileProblem =
  | { state: 'absent' }
  | { state: 'damaged'; reason: string; isFile: boolean }
  | { state: 'unreadable'; reason: string };

type FileReading = { state: 'read'; bytes: Buffer; mark: FileMark; mode: number };
export type TextReading = { state: 'read'; text: string; mark: FileMark; mode: number };

interface ReadOptions {
  /** Whether the file may be a link. Token Tray's own files may not. */
  followLinks?: boolean;
}

const { O_RDONLY } = constants;
// Windows has neither: there a name in a folder is never a pipe.
const O_NONBLOCK = constants.O_NONBLOCK ?? 0;
const O_NOFOLLOW = constants.O_NOFOLLOW ?? 0;

/**
 * Reads a regular file of at most `maxBytes`. Never throws and never waits: a pipe, a device or a folder
 * of that name is opened without blocking and refused, and a file that grows while it is read is cut off.
 */
export function readRegularFile(
  path: string,
  maxBytes: number,
  { followLinks = false }: ReadOptions = {},
): FileReading | FileProblem {
  let descriptor: number;
  try {
    descriptor = openSync(path, O_RDONLY | O_NONBLOCK | (followLinks ? 0 : O_NOFOLLOW));
  } catch (error) {
    return whyNotOpened(path, error, followLinks);
  }
  try {
    const stats = fstatSync(descriptor);
    if (stats.isDirectory()) return notAFile('a folder is in its place');
    if (!stats.isFile()) return notAFile('it is not a regular file');
    if (stats.size > maxBytes) return damaged(`it is larger than ${sizeInWords(maxBytes)}`);
    const bytes = readUpTo(descriptor, maxBytes + 1, stats.size);
    if (bytes.length > maxBytes) return damaged(`it is larger than ${sizeInWords(maxBytes)}`);
    const mark = { ino: stats.ino, size: stats.size, modifiedAt: stats.mtimeMs };
    return { state: 'read', bytes, mark, mode: stats.mode };
  } catch (error) {
    return { state: 'unreadable', reason: failureReason(error) };
  } finally {
    closeSync(descriptor);
  }
}

/** As `readRegularFile`, for UTF-8 text that is not empty. A byte order mark is dropped: editors on Windows add one. */
export function readTextFile(
  path: string,
  maxBytes: number,
  options: ReadOptions = {},
): TextReading | FileProblem {
  const reading = readRegularFile(path, maxBytes, options);
  if (reading.state !== 'read') return reading;
  const { bytes, mark, mode } = reading;
  if (bytes.length === 0) return damaged('it is empty');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { state: 'read', text, mark, mode };
  } catch {
    return damaged('it is not UTF-8 text');
  }
}

/** Why a file that a person named was not read, to follow "it cannot be read:". */
export function problemInWords(problem: FileProblem): string {
  if (problem.state === 'absent') return 'there is no such file.';
  return problem.state === 'damaged' ? `${problem.reason}.` : problem.reason;
}

/** The mark of the file at `path`, links followed; `undefined` without a file. */
export function markOf(path: string): FileMark | undefined {
  try {
    const { ino, size, mtimeMs } = statSync(path);
    return { ino, size, modifiedAt: mtimeMs };
  } catch {
    return undefined;
  }
}

export function isSameMark(left: FileMark | undefined, right: FileMark | undefined): boolean {
  return (
    left?.ino === right?.ino && left?.size === right?.size && left?.modifiedAt === right?.modifiedAt
  );
}

function whyNotOpened(path: string, error: unknown, followLinks: boolean): FileProblem {
  switch (failureCode(error)) {
    case 'ENOENT':
      return isLink(path) ? notAFile('it is a link to a file that is gone') : { state: 'absent' };
    case 'ENOTDIR':
      return { state: 'absent' };
    case 'ELOOP':
      return notAFile(followLinks ? 'it is a link to itself' : 'it is a link');
    case 'ENXIO':
      return notAFile('it is not a regular file');
    case 'EISDIR':
      return notAFile('a folder is in its place');
    default:
      return { state: 'unreadable', reason: failureReason(error) };
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/** The size a file claims is a hint only: those of `/proc` claim 0. */
function readUpTo(descriptor: number, limit: number, expected: number): Buffer {
  const pieces: Buffer[] = [];
  let total = 0;
  while (total < limit) {
    const piece = Buffer.allocUnsafe(Math.min(limit - total, Math.max(expected - total, 4096)));
    const count = readSync(descriptor, piece, 0, piece.length, null);
    if (count === 0) break;
    pieces.push(piece.subarray(0, count));
    total += count;
  }
  return Buffer.concat(pieces, total);
}

function damaged(reason: string): FileProblem {
  return { state: 'damaged', reason, isFile: true };
}

function notAFile(reason: string): FileProblem {
  return { state: 'damaged', reason, isFile: false };
}

function sizeInWords(bytes: number): string {
  return bytes < 1024 * 1024 ? `${bytes / 1024} KiB` : `${bytes / 1024 / 1024} MiB`;
}
