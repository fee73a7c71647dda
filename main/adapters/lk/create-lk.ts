import { existsSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Lk } from '../../core/ports.ts';
import { findLk, lkFile, runSignIn, type LkOptions } from './lk-command.ts';

/** LiveKit's command line tool on this machine. Its file is opened for reading only. */
export function createLk({ home, env, platform = process.platform }: LkOptions): Lk {
  const file = home === undefined ? undefined : lkFile(home);
  return {
    async read() {
      if (file === undefined) return undefined;
      const { readImportPlace } = await import('../import-files.ts');
      return readImportPlace(file, platform);
    },
    watch: (onChange) => (file === undefined ? () => {} : watchFile(file, onChange)),
    find: () => findLk({ home, env, platform }),
    signIn: (path, options) => runSignIn(path, { ...options, env, home }),
  };
}

/** A program writes a file in several steps, and the system reports each. */
const SETTLE_MS = 200;

/**
 * Calls back once a file has changed, come or gone, as the system tells it: no timer runs while nothing happens. Until
 * the file's folder is there, the folder above it is watched. Where the system cannot watch, nothing is called.
 */
function watchFile(path: string, onChange: () => void): () => void {
  const folder = dirname(path);
  let watcher: FSWatcher | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const open = (): void => {
    watcher?.close();
    watcher = undefined;
    const isThere = existsSync(folder);
    const watched = isThere ? folder : dirname(folder);
    const wanted = basename(isThere ? path : folder);
    try {
      watcher = watch(watched, { persistent: false }, (_event, name) => {
        if (name === null || name === wanted || !existsSync(watched)) settle();
      });
      watcher.on('error', settle);
    } catch {
      // Such as too many watches, or no folder above it either.
    }
  };
  const settle = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (isClosed) return;
      // The folder may have come, or be another one by now.
      open();
      onChange();
    }, SETTLE_MS);
    timer.unref();
  };

  open();
  return () => {
    isClosed = true;
    clearTimeout(timer);
    watcher?.close();
  };
}
