import { accessSync, closeSync, constants, fsyncSync, openSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { ipcMain } from 'electron';
import ElectronStore from 'electron-store';
import type { Settings } from '../../contract/settings.ts';
import {
  PRIVATE_FILE,
  removeTemporaries,
  replaceAtomically,
  targetOf,
} from '../files/write-atomically.ts';
import { settingsText, type WriteSettings } from './settings-store.ts';

/** On this channel electron-store tells any page the data folder. Ours does not need it, and every channel is guarded. */
const ITS_CHANNEL = 'electron-store-get-data';

/**
 * The desktop's settings file, written by electron-store at a temporary path and put in place once it has been
 * read back. On a nearly full disk electron-store leaves a part of a file without an error, and where the
 * variable SNAP is set it writes in place, without syncing.
 */
export const writeWithElectronStore: WriteSettings = (path, settings) => {
  const target = targetOf(path);
  // electron-store would retry for a second, with the app hanging, before it reports this.
  accessSync(dirname(target), constants.W_OK);
  replaceAtomically(target, (temporary) => {
    try {
      const store = new ElectronStore<Settings>({
        cwd: dirname(temporary),
        name: basename(temporary),
        fileExtension: '',
        configFileMode: PRIVATE_FILE,
        serialize: settingsText,
      });
      ipcMain.removeAllListeners(ITS_CHANNEL);
      store.store = settings;
      requireWhole(store.path, settingsText(settings));
    } finally {
      removeTemporaries(temporary);
    }
  });
};

function requireWhole(path: string, text: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    if (readFileSync(descriptor, 'utf8') !== text) {
      throw Object.assign(new Error('The file was not written whole.'), { code: 'ENOSPC' });
    }
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
