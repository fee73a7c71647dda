import { lstatSync } from 'node:fs';

/** The holder touches its lock each second (proper-lockfile's shortest interval). */
export const HEARTBEAT_MS = 1000;

/** How long a lock may stand still before its holder counts as gone: three heartbeats missed. */
const SILENCE_MS = 3200;
const POLL_MS = 100;

/** A lock as it was looked at: its identity, and its last heartbeat. */
export interface LockMark {
  ino: number;
  beatAt: number;
}

export function markOfLock(lockPath: string): LockMark | undefined {
  try {
    const { ino, mtimeMs } = lstatSync(lockPath);
    return { ino, beatAt: mtimeMs };
  } catch {
    return undefined;
  }
}

export function isSameLock(left: LockMark | undefined, right: LockMark | undefined): boolean {
  return left?.ino === right?.ino && left?.beatAt === right?.beatAt;
}

/**
 * Watches a lock whose holder nobody can ask. Resolves true as soon as it changes, so somebody is there, and
 * false when it stood still for three heartbeats. Only time that passes here is measured: the clock and a
 * computer that slept would both make a living lock look old.
 */
export async function hasHeartbeat(lockPath: string, seen: LockMark): Promise<boolean> {
  for (let waited = 0; waited < SILENCE_MS; waited += POLL_MS) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    if (!isSameLock(markOfLock(lockPath), seen)) return true;
  }
  return false;
}
