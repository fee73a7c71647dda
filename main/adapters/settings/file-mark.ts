import { statSync } from 'node:fs';

/** Tells whether a file is still the one last read or written, without reading it. */
export interface FileMark {
  ino: number;
  size: number;
  modifiedAt: number;
}

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
