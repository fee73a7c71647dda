import { removeAddedSignalListeners } from './added-signal-listeners.ts';
import { ipcMain } from 'electron';
import ElectronStore from 'electron-store';
import type { CreateStoreFile } from './store-file.ts';

removeAddedSignalListeners();

/** Where electron-store tells any page the data folder. Our page has no use for it, and no channel goes unchecked. */
const ITS_CHANNEL = 'electron-store-get-data';

/** The desktop's store; outside Electron this module cannot be imported. No schema: ours is in the contract. */
export const createElectronStore: CreateStoreFile = ({ folder, name, mode }) => {
  const store = new ElectronStore<Record<string, unknown>>({
    cwd: folder,
    name,
    fileExtension: 'json',
    configFileMode: mode,
  });
  ipcMain.removeAllListeners(ITS_CHANNEL);
  return store;
};
