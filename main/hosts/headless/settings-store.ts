import {
  createSettingsStore,
  type SettingsFileStore,
} from '../../adapters/settings-file/settings-store.ts';
import { storeLoadedLater } from '../../adapters/store-loaded-later.ts';
import type { DataFolder } from '../../adapters/data-folder.ts';
import type { Log } from '../../core/ports.ts';

/** Whoever waits for the endpoint asks as soon as it listens, and is answered before the store is loaded. */
const FIRST_REQUEST_MS = 25;

/** The settings file of a held data folder. What was found of the folder itself is told with what was found of the file. */
export function createHeadlessSettings(
  { path, notices }: DataFolder,
  assertHeld: () => void,
  log: Log,
): SettingsFileStore {
  const later = storeLoadedLater(async () => {
    await new Promise((resolve) => setTimeout(resolve, FIRST_REQUEST_MS));
    return (await import('../../adapters/conf-store.ts')).createConfStore;
  });
  const store = createSettingsStore({
    folder: path,
    ...later,
    assertHeld,
    onNotice: (message) => {
      log('warning', message);
    },
  });
  return {
    ...store,
    load() {
      const loaded = store.load();
      return { ...loaded, notices: [...notices, ...loaded.notices] };
    },
  };
}
