import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { renamePatiently } from '../files/rename-patiently.ts';
import { syncFolder } from '../files/sync-folder.ts';
import type { CreateStoreFile, StoreFile } from './store-file.ts';

const PRIVATE_FILE = 0o600;

export interface FileReplacer {
  /** Old content or new, never a part. When this throws, the file is as it was and nothing is left beside it. */
  replace(content: Record<string, unknown>): void;
  /** Removes what a killed save left beside the file. */
  cleanLeftovers(): void;
}

/**
 * Replaces a JSON file through the host's store class. The store writes `<name>.next.json` beside the file;
 * only when that has been read back, found whole and synced is it renamed over the file. The store alone is
 * not enough: on a nearly full disk it truncates the file without an error, and where the variable SNAP is
 * set it writes in place.
 */
export function createFileReplacer(path: string, createStore: CreateStoreFile): FileReplacer {
  const name = `${basename(path, '.json')}.next`;
  let open: { folder: string; store: StoreFile } | undefined;

  /** A person may have made the file a link into another folder; then the new one must be born there. */
  const realTarget = (): string => {
    try {
      return realpathSync(path);
    } catch {
      return path;
    }
  };
  const storeIn = (folder: string): StoreFile => {
    if (open?.folder !== folder) {
      open = { folder, store: createStore({ folder, name, mode: PRIVATE_FILE }) };
    }
    return open.store;
  };

  return {
    replace(content) {
      const target = realTarget();
      const folder = dirname(target);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // The store would try for a second, with everything standing still, before it reports this.
      accessSync(folder, constants.W_OK);
      removeLeftovers(folder, name);
      try {
        const store = storeIn(folder);
        store.store = content;
        verify(store.path, content);
        renamePatiently(store.path, target);
      } catch (error) {
        removeLeftovers(folder, name);
        throw error;
      }
      syncFolder(folder);
    },
    cleanLeftovers() {
      removeLeftovers(dirname(realTarget()), name);
    },
  };
}

function verify(path: string, content: Record<string, unknown>): void {
  const descriptor = openSync(path, 'r+');
  try {
    const written = parse(readFileSync(descriptor, 'utf8'));
    if (!isDeepStrictEqual(written, JSON.parse(JSON.stringify(content)))) {
      throw Object.assign(new Error('The file was not written whole.'), { code: 'ENOSPC' });
    }
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Never throws: where a leftover cannot be removed, the write itself says why. */
function removeLeftovers(folder: string, name: string): void {
  try {
    for (const entry of readdirSync(folder)) {
      if (entry === `${name}.json` || entry.startsWith(`${name}.json.tmp-`)) {
        rmSync(join(folder, entry), { force: true, recursive: true });
      }
    }
  } catch {
    // See above.
  }
}
