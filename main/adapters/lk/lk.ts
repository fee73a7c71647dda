import type { Lk } from '../../core/ports.ts';
import { findLk, lkFile, runSignIn, type LkOptions } from './lk-command.ts';
import { watchFile } from './watch-file.ts';

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
