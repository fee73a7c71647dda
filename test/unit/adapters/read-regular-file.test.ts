import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  isSameMark,
  markOf,
  problemInWords,
  readRegularFile,
  readTextFile,
  type FileProblem,
} from '../../../main/adapters/files/read-regular-file.ts';
import { readSecretFile } from '../../../main/cli/credential-sources.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';
import { itOnLinux, itOnPosix } from '../../fixtures/posix.ts';

const MAX_BYTES = 1024;

/** What may be in the place of a file, and why it is not read. Without the reader, each of these hangs or fills the memory. */
const ODD: [name: string, put: (path: string) => void, reason: string][] = [
  ['a pipe', (path) => execFileSync('mkfifo', [path]), 'not a regular file'],
  ['a link to itself', (path) => symlinkSync(path, path), 'a link to itself'],
  ['a link to nothing', (path) => symlinkSync(`${path}-gone`, path), 'a file that is gone'],
  ['a link to a device', (path) => symlinkSync('/dev/zero', path), 'not a regular file'],
];

function isRefused(put: (path: string) => void, reason: string): void {
  const path = join(temporaryFolder(), 'file');
  put(path);
  expect(readRegularFile(path, MAX_BYTES, { followLinks: true })).toMatchObject({
    state: 'damaged',
    reason: expect.stringContaining(reason),
    isFile: false,
  });
}

describe('reading a regular file', () => {
  it('refuses a folder, with the reason', () => {
    isRefused((path) => mkdirSync(path), 'a folder is in its place');
  });
  for (const [name, put, reason] of ODD) {
    itOnPosix('links and pipes', `refuses ${name} at once, with the reason`, () => {
      isRefused(put, reason);
    });
  }

  itOnPosix('links', 'follows a link only where it is told to', () => {
    const folder = temporaryFolder();
    const [target, path] = [join(folder, 'target'), join(folder, 'link')];
    writeFileSync(target, 'text');
    symlinkSync(target, path);
    expect(readRegularFile(path, MAX_BYTES)).toMatchObject({ reason: 'it is a link' });
    expect(readTextFile(path, MAX_BYTES, { followLinks: true })).toMatchObject({ text: 'text' });
  });

  it('takes a file of the limit, and no byte more', () => {
    const path = join(temporaryFolder(), 'file');
    writeFileSync(path, 'x'.repeat(MAX_BYTES));
    expect(readTextFile(path, MAX_BYTES)).toMatchObject({ text: 'x'.repeat(MAX_BYTES) });
    writeFileSync(path, 'x'.repeat(MAX_BYTES + 1));
    expect(readRegularFile(path, MAX_BYTES)).toMatchObject({ reason: 'it is larger than 1 KiB' });
  });

  itOnLinux(
    '/proc',
    'stops at the limit where a file claims to be empty, as those of /proc do',
    () => {
      expect(readRegularFile('/proc/self/maps', MAX_BYTES)).toMatchObject({ state: 'damaged' });
      expect(readRegularFile('/proc/self/stat', 64 * 1024)).toMatchObject({ state: 'read' });
    },
  );

  it('tells a missing file from a damaged one', () => {
    expect(readRegularFile(join(temporaryFolder(), 'none'), MAX_BYTES)).toEqual({
      state: 'absent',
    });
  });
});

it('a limit reads in KiB below 1 MiB, and in MiB from there on', () => {
  const path = join(temporaryFolder(), 'file');
  writeFileSync(path, Buffer.alloc(2 * 1024 * 1024 + 1));
  const reasonAt = (limit: number): unknown => readRegularFile(path, limit);
  expect(reasonAt(512 * 1024)).toMatchObject({ reason: 'it is larger than 512 KiB' });
  expect(reasonAt(1024 * 1024)).toMatchObject({ reason: 'it is larger than 1 MiB' });
  expect(reasonAt(2 * 1024 * 1024)).toMatchObject({ reason: 'it is larger than 2 MiB' });
});

it.each<[FileProblem, string]>([
  [{ state: 'absent' }, 'there is no such file.'],
  [{ state: 'damaged', reason: 'it is empty', isFile: true }, 'it is empty.'],
  [{ state: 'unreadable', reason: 'The disk reports an error.' }, 'The disk reports an error.'],
])('the problem %o in words', (problem, text) => {
  expect(problemInWords(problem)).toBe(text);
});

describe('the mark of a file', () => {
  const mark = { ino: 1, size: 2, modifiedAt: 3 };

  it('is the same while the file is', () => {
    const path = join(temporaryFolder(), 'file');
    expect(markOf(path)).toBeUndefined();
    writeFileSync(path, 'text');
    expect(readRegularFile(path, MAX_BYTES)).toMatchObject({ mark: markOf(path) });
    expect(isSameMark(mark, { ...mark })).toBe(true);
    expect(isSameMark(undefined, undefined)).toBe(true);
  });

  it.each([{ ino: 9 }, { size: 9 }, { modifiedAt: 9 }])('differs with %o alone', (change) => {
    expect(isSameMark(mark, { ...mark, ...change })).toBe(false);
    expect(isSameMark(mark, undefined)).toBe(false);
  });
});

describe('--api-secret-file', () => {
  itOnPosix('devices and pipes', 'refuses /dev/zero and a pipe at once', () => {
    const pipe = join(temporaryFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const path of ['/dev/zero', pipe]) {
      expect(() => readSecretFile(path, '--api-secret-file')).toThrow('it is not a regular file.');
    }
  });
});
