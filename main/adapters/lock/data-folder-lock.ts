import { mkdir, realpath, rmdir, rmdirSync, stat, utimes } from 'node:fs';
import { lock } from 'proper-lockfile';
import { TokenTrayError } from '../../contract/errors.ts';
import { failureCode, failureReason } from '../files/failure-reason.ts';
import { HEARTBEAT_MS, hasHeartbeat, markOfLock, type LockMark } from './heartbeat.ts';
import {
  lockPathOf,
  readOwnerFile,
  removeOwnerFile,
  writeOwnerFile,
  type DataFolderOwner,
  type WrittenOwner,
} from './lock-owner.ts';
import { removeDeadLock } from './take-over.ts';
import { identifyThisProcess, isProcessAlive } from './process-identity.ts';
import { removeLeftovers } from './remove-leftovers.ts';

export { readOwner, type DataFolderOwner, type WrittenOwner } from './lock-owner.ts';

export interface DataFolderLock {
  /** Says more about this process to whoever is refused: its port, once it has one. Never throws. */
  updateOwner(changes: Partial<Omit<DataFolderOwner, 'instanceId'>>): void;
  /** Throws `settings_unwritable` once the folder was taken over or removed under this process. */
  assertHeld(): void;
  release(): Promise<void>;
}

export interface DataFolderLockOptions {
  /** Told once, with a sentence, when the lock is lost for good. Nothing may be saved from then on. */
  onLost?: (reason: string) => void;
  /** Whether the token endpoint on `port` is that of the instance. Asked where the system cannot tell if a holder lives. */
  answersAt?: (port: number, instanceId: string) => Promise<boolean>;
}

/** Two starters can meet at a dead lock; the loser of each round looks again. */
const MAX_ROUNDS = 5;

/** A starter holds the lock for a moment before its owner file is written. */
const OWNER_PATIENCE_MS = 500;

/** proper-lockfile has no word for "never by age": this module judges whether a holder is dead. */
const NEVER_STALE = Number.POSITIVE_INFINITY;

const privateFolders = {
  mkdir: (path: string, done: (error: NodeJS.ErrnoException | null) => void): void => {
    mkdir(path, { mode: 0o700 }, done);
  },
  realpath,
  rmdir,
  rmdirSync,
  stat,
  utimes,
};

/**
 * Holds `folder` for this process until it ends or releases it. Throws `settings_locked`, naming the process
 * and its port, while another one holds it; the lock of a process that died is taken over within 5 s.
 */
export async function acquireDataFolderLock(
  folder: string,
  owner: DataFolderOwner,
  options: DataFolderLockOptions = {},
): Promise<DataFolderLock> {
  const identity = identifyThisProcess();
  let written: WrittenOwner = { ...owner, ...identity };
  let lost: string | undefined;
  let released = false;
  let retaking: Promise<void> = Promise.resolve();

  const lose = (reason: string): void => {
    lost = reason;
    options.onLost?.(reason);
  };
  const onCompromised = (): void => {
    if (released) return;
    const current = readOwnerFile(folder);
    if (current !== undefined && current.instanceId !== owner.instanceId) {
      lose(`Another Token Tray (process ${current.pid}) has taken over the data folder.`);
      return;
    }
    retaking = takeAgain();
  };
  /** Something cleaned the lock away, and nobody else has come. */
  const takeAgain = async (): Promise<void> => {
    try {
      release = await takeLock(folder, onCompromised);
      if (released) await release();
      else writeOwnerFile(folder, written);
    } catch (error) {
      lose(`The data folder is no longer held by this process. ${failureReason(error)}`);
    }
  };

  let release = await enter(folder, onCompromised, options);
  removeLeftovers(folder);
  try {
    writeOwnerFile(folder, written);
  } catch (error) {
    await release();
    throw unusable(folder, error);
  }

  return {
    updateOwner(changes) {
      written = { ...written, ...changes };
      if (lost !== undefined || released) return;
      try {
        writeOwnerFile(folder, written);
      } catch {
        // It serves a better message in another process; this one goes on without.
      }
    },
    assertHeld() {
      if (lost !== undefined) throw new TokenTrayError('settings_unwritable', { reason: lost });
    },
    async release() {
      if (released) return;
      released = true;
      // A lock that is being taken again has to be there before it can be given up.
      await retaking;
      if (lost !== undefined) return;
      // First the file: once the lock is gone, the next owner writes its own.
      removeOwnerFile(folder, owner.instanceId);
      await release().catch(() => {
        // Gone already: what was wanted.
      });
    },
  };
}

type Release = () => Promise<void>;

async function enter(
  folder: string,
  onCompromised: () => void,
  options: DataFolderLockOptions,
): Promise<Release> {
  for (let round = 1; ; round += 1) {
    const seen = markOfLock(lockPathOf(folder));
    try {
      return await takeLock(folder, onCompromised);
    } catch (error) {
      if (failureCode(error) !== 'ELOCKED') throw unusable(folder, error);
    }
    if (round > MAX_ROUNDS) throw locked(folder, readOwnerFile(folder));
    // Made in this very moment: look at it again.
    if (seen === undefined) continue;
    const holder = await findOwner(folder);
    if (await isHeld(folder, { holder, judged: seen }, options)) throw locked(folder, holder);
    // First the file, then the lock: whoever finds a newer lock must not judge it by the dead one's owner.
    if (holder !== undefined) removeOwnerFile(folder, holder.instanceId);
    removeDeadLock(lockPathOf(folder), seen);
  }
}

function takeLock(folder: string, onCompromised: () => void): Promise<Release> {
  return lock(folder, {
    lockfilePath: lockPathOf(folder),
    stale: NEVER_STALE,
    update: HEARTBEAT_MS,
    fs: privateFolders,
    onCompromised,
  });
}

async function findOwner(folder: string): Promise<WrittenOwner | undefined> {
  const deadline = performance.now() + OWNER_PATIENCE_MS;
  for (;;) {
    const owner = readOwnerFile(folder);
    if (owner !== undefined || performance.now() > deadline) return owner;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Asks, cheapest first: the system, the endpoint, the heartbeat. */
async function isHeld(
  folder: string,
  { holder, judged }: { holder: WrittenOwner | undefined; judged: LockMark },
  { answersAt }: DataFolderLockOptions,
): Promise<boolean> {
  const life = holder === undefined ? 'unknown' : isProcessAlive(holder);
  if (life !== 'unknown') return life === 'alive';
  const port = holder?.port;
  if (holder !== undefined && port !== undefined) {
    if ((await answersAt?.(port, holder.instanceId)) === true) return true;
  }
  return hasHeartbeat(lockPathOf(folder), judged);
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
