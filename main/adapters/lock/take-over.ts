import { randomBytes } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { failureCode } from '../files/failure-reason.ts';
import { isSameLock, markOfLock, type LockMark } from './heartbeat.ts';

/**
 * Removes the lock of a dead process, and only that one. Two starters can come to the same verdict, and the
 * slower must not remove the lock that the faster has made since: so the lock is moved first, looked at, and
 * put back where it is not the one that was judged.
 */
export function removeDeadLock(lockPath: string, judged: LockMark): void {
  const moved = `${lockPath}.dead-${randomBytes(6).toString('hex')}`;
  try {
    renameSync(lockPath, moved);
  } catch (error) {
    if (failureCode(error) === 'ENOENT') return;
    throw error;
  }
  if (isSameLock(markOfLock(moved), judged)) rmSync(moved, { recursive: true, force: true });
  else renameSync(moved, lockPath);
}
