import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TokenTrayError } from '../../contract/errors.ts';
import { failureCode, failureReason } from '../files/failure-reason.ts';
import { answerQuestions, QUESTION_PREFIX, type Watch } from './answer-questions.ts';
import {
  lockPathOf,
  readOwnerFile,
  removeOwnerFile,
  writeOwnerFile,
  type DataFolderOwner,
  type WrittenOwner,
  identifyThisProcess,
  isProcessAlive,
} from './lock-owner.ts';

export interface DataFolderLock {
  /**
   * Publishes more about this process, such as its port, for others that find the folder locked. Writes only what
   * differs. Never throws.
   */
  updateOwner(changes: Partial<Omit<DataFolderOwner, 'instanceId'>>): void;
  /** Throws `settings_unwritable` if the folder was taken over or removed since. */
  assertHeld(): void;
  release(): Promise<void>;
}

export interface DataFolderLockOptions {
  /** Called once, with a sentence, when the lock is lost for good. Nothing may be saved after that. */
  onLost?: (reason: string) => void;
  /** Whether the endpoint on this machine's `port` is that of the instance with this id. */
  answersAt?: (port: number, instanceId: string) => Promise<boolean>;
  watch?: Watch;
}

/** Several processes can find the same dead lock; the loser of each round looks again. */
const MAX_ROUNDS = 5;

/** A starter holds the lock for a moment before its owner file is written. */
const OWNER_PATIENCE_MS = 500;

/** How long a holder whose process cannot be seen from here has to answer. */
const ANSWER_MS = 3200;
const POLL_MS = 100;

/** Temporary files of a write that was killed, unanswered questions, and dead locks that were moved away. */
const LEFTOVER = /^(?:[\w-]+\.json.*\.tmp-|settings\.next\.json|lock\.dead-|lock-question-)/;

/**
 * Holds `folder` for this process until it ends or releases it. Throws `settings_locked`, naming the process
 * and its port, while another one holds it; the lock of a process that died is taken over within 5 s.
 *
 * The lock is a folder, which the system makes for one process only. It is never touched while it is held:
 * whether its holder lives is told by the holder's process, its endpoint, or its answer to a question.
 */
export async function acquireDataFolderLock(
  folder: string,
  owner: DataFolderOwner,
  options: DataFolderLockOptions = {},
): Promise<DataFolderLock> {
  let written: WrittenOwner = { ...owner, ...identifyThisProcess() };
  let isOnDisk = true;
  let lost: string | undefined;
  let released = false;

  const lose = (reason: string): void => {
    lost = reason;
    stopAnswering();
    options.onLost?.(reason);
  };

  /** Something may have cleaned the lock away, or taken it over. */
  const lookAgain = (): void => {
    if (lost !== undefined || released) return;
    const current = readOwnerFile(folder);
    if (current !== undefined && current.instanceId !== owner.instanceId) {
      lose(`Another Token Tray (process ${current.pid}) has taken over the data folder.`);
      return;
    }
    if (current !== undefined && markOfLock(folder) !== undefined) return;
    try {
      if (markOfLock(folder) === undefined) makeLock(folder);
      writeOwnerFile(folder, written);
    } catch (error) {
      lose(`The data folder is no longer held by this process. ${failureReason(error)}`);
    }
  };

  const releaseNow = (): void => {
    if (released) return;
    released = true;
    process.off('exit', releaseNow);
    stopAnswering();
    if (lost !== undefined) return;
    // First the file: once the lock is gone, the next owner writes its own.
    removeOwnerFile(folder, owner.instanceId);
    removeLock(lockPathOf(folder));
  };

  await enter(folder, options);
  removeLeftovers(folder);
  try {
    writeOwnerFile(folder, written);
  } catch (error) {
    removeLock(lockPathOf(folder));
    throw unusable(folder, error);
  }
  const stopAnswering = answerQuestions(folder, lookAgain, options.watch);
  process.on('exit', releaseNow);

  return {
    updateOwner(changes) {
      const next = { ...written, ...changes };
      if (isOnDisk && JSON.stringify(next) === JSON.stringify(written)) return;
      written = next;
      if (lost !== undefined || released) return;
      try {
        writeOwnerFile(folder, written);
        isOnDisk = true;
      } catch {
        // Only a message in another process would be less exact, until the next update.
        isOnDisk = false;
      }
    },
    assertHeld() {
      lookAgain();
      if (lost !== undefined) throw new TokenTrayError('settings_unwritable', { reason: lost });
    },
    release() {
      releaseNow();
      return Promise.resolve();
    },
  };
}

async function enter(folder: string, options: DataFolderLockOptions): Promise<void> {
  for (let round = 1; ; round += 1) {
    const seen = markOfLock(folder);
    try {
      makeLock(folder);
      return;
    } catch (error) {
      if (failureCode(error) !== 'EEXIST') throw unusable(folder, error);
    }
    if (round > MAX_ROUNDS) throw locked(folder, readOwnerFile(folder));
    // It was made just now: look again.
    if (seen === undefined) continue;
    const holder = await findOwner(folder);
    if (await isHeld(folder, holder, seen, options)) throw locked(folder, holder);
    // First the file, then the lock: a newer lock must not be judged by the dead one's owner.
    if (holder !== undefined) removeOwnerFile(folder, holder.instanceId);
    removeDeadLock(folder, seen);
  }
}

/** Identifies a lock as it was seen. Holders of version 0.1 touch theirs each second. */
interface LockMark {
  ino: number;
  touchedAt: number;
}

function markOfLock(folder: string, path = lockPathOf(folder)): LockMark | undefined {
  try {
    const { ino, mtimeMs } = lstatSync(path);
    return { ino, touchedAt: mtimeMs };
  } catch {
    return undefined;
  }
}

function isSameLock(left: LockMark | undefined, right: LockMark | undefined): boolean {
  return left?.ino === right?.ino && left?.touchedAt === right?.touchedAt;
}

function makeLock(folder: string): void {
  mkdirSync(lockPathOf(folder), { mode: 0o700 });
}

function removeLock(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // The next start finds that its holder is dead.
  }
}

/**
 * Removes the lock of a dead process, and only that one. Of two processes that found it dead, the slower must
 * not remove the new lock of the faster one: so the lock is moved first, compared, and put back if it is another.
 */
function removeDeadLock(folder: string, judged: LockMark): void {
  const path = lockPathOf(folder);
  const moved = `${path}.dead-${randomBytes(6).toString('hex')}`;
  try {
    renameSync(path, moved);
  } catch (error) {
    if (failureCode(error) === 'ENOENT') return;
    throw unusable(folder, error);
  }
  if (isSameLock(markOfLock(folder, moved), judged)) removeLock(moved);
  else renameSync(moved, path);
}

async function findOwner(folder: string): Promise<WrittenOwner | undefined> {
  for (let waited = 0; ; waited += POLL_MS) {
    const owner = readOwnerFile(folder);
    if (owner !== undefined || waited > OWNER_PATIENCE_MS) return owner;
    await delay(POLL_MS);
  }
}

/** Asks the system, then the endpoint, then the holder: the cheapest first. */
async function isHeld(
  folder: string,
  holder: WrittenOwner | undefined,
  judged: LockMark,
  { answersAt }: DataFolderLockOptions,
): Promise<boolean> {
  const life = holder === undefined ? 'unknown' : isProcessAlive(holder);
  if (life !== 'unknown') return life === 'alive';
  const port = holder?.port;
  if (holder !== undefined && port !== undefined) {
    if (await answersAt?.(port, holder.instanceId)) return true;
  }
  return answers(folder, judged);
}

/**
 * Puts a question into the folder, which a living holder removes. Measures only time that passes here: by the
 * clock, or after a sleep, a living holder would look dead.
 */
async function answers(folder: string, judged: LockMark): Promise<boolean> {
  const question = join(folder, `${QUESTION_PREFIX}${randomBytes(6).toString('hex')}`);
  try {
    writeFileSync(question, '', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw unusable(folder, error);
  }
  try {
    for (let waited = 0; waited < ANSWER_MS; waited += POLL_MS) {
      await delay(POLL_MS);
      if (lstatSync(question, { throwIfNoEntry: false }) === undefined) return true;
      if (!isSameLock(markOfLock(folder), judged)) return true;
    }
    return false;
  } finally {
    rmSync(question, { force: true });
  }
}

/**
 * Removes what a killed process left in the data folder in the middle of a write. Only the holder of the lock may
 * call it: it cannot tell a leftover from a write in progress. Never throws; the next start tries again.
 */
function removeLeftovers(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      if (LEFTOVER.test(name)) rmSync(join(folder, name), { force: true, recursive: true });
    }
  } catch {
    // A folder that cannot be written is reported by the first save.
  }
}

function locked(folder: string, holder: WrittenOwner | undefined): TokenTrayError {
  const port = holder?.port;
  return new TokenTrayError('settings_locked', {
    folder,
    pid: holder?.pid ?? 'unknown',
    on: port === undefined ? '' : ` on port ${port}`,
    ...(port === undefined ? {} : { port }),
  });
}

function unusable(folder: string, error: unknown): TokenTrayError {
  return new TokenTrayError('data_folder_unusable', { folder, reason: failureReason(error) });
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
