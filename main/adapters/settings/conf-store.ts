import { removeAddedSignalListeners } from './added-signal-listeners.ts';
import Conf from 'conf';
import type { CreateStoreFile } from './store-file.ts';

removeAddedSignalListeners();

/** The headless host's store. No schema here: ours is in the contract, and one is enough. */
export const createConfStore: CreateStoreFile = ({ folder, name, mode }) =>
  new Conf<Record<string, unknown>>({
    cwd: folder,
    configName: name,
    fileExtension: 'json',
    configFileMode: mode,
  });
