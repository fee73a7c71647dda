import { readdirSync, rmSync, statfsSync, utimesSync, watch } from 'node:fs';
import { join } from 'node:path';
import { lockPathOf } from './lock-owner.ts';

/** The name of a file with which a starter asks whether the holder of the lock lives. */
export const QUESTION_PREFIX = 'lock-question-';

/** Watches a folder without keeping the process alive, and answers how to stop. Throws where it cannot. */
export type Watch = (
  folder: string,
  onChange: (name: string | null) => void,
  onError: () => void,
) => () => void;

const HEARTBEAT_MS = 1000;

/**
 * Linux file systems that other machines can write to, where the system reports only this machine's changes:
 * NFS, SMB, CIFS, FUSE, 9P, Ceph, AFS, VirtualBox and VMware shares.
 */
const SHARED_DISKS = new Set([
  0x6969, 0xfe534d42, 0xff534d42, 0x65735546, 0x01021997, 0x00c36400, 0x5346414f, 0x786f4256,
  0xbacbacbc,
]);

/**
 * Shows processes that cannot see this one, such as those in another container, that it lives: removes their
 * questions as they come, which costs nothing otherwise. If the folder cannot be watched, touches the lock each
 * second instead. Calls `onChange` when something happened to the lock.
 */
export function answerQuestions(
  folder: string,
  onChange: () => void,
  watchFolder: Watch = watchWithSystem,
): () => void {
  if (isSharedDisk(folder)) return startBeating(folder, onChange);
  let stop: () => void;
  try {
    stop = watchFolder(
      folder,
      (name) => {
        if (name === null || name.startsWith(QUESTION_PREFIX)) answerAll(folder);
        // Not for each save. A folder that goes is reported by its own name.
        if (name === 'lock-owner.json' || name?.includes('.json') !== true) onChange();
      },
      () => {
        stop();
        stop = startBeating(folder, onChange);
      },
    );
  } catch {
    return startBeating(folder, onChange);
  }
  answerAll(folder);
  return () => {
    stop();
  };
}

function watchWithSystem(
  folder: string,
  onChange: (name: string | null) => void,
  onError: () => void,
): () => void {
  const watcher = watch(folder, { persistent: false }, (_event, name) => {
    onChange(name);
  });
  watcher.on('error', onError);
  return () => {
    watcher.close();
  };
}

function answerAll(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      if (name.startsWith(QUESTION_PREFIX)) rmSync(join(folder, name), { force: true });
    }
  } catch {
    // Then `onChange` finds the folder gone.
  }
}

function startBeating(folder: string, onChange: () => void): () => void {
  const timer = setInterval(() => {
    onChange();
    const now = new Date();
    try {
      utimesSync(lockPathOf(folder), now, now);
    } catch {
      // The next beat finds the lock gone.
    }
  }, HEARTBEAT_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}

function isSharedDisk(folder: string): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return SHARED_DISKS.has(statfsSync(folder).type >>> 0);
  } catch {
    return false;
  }
}
