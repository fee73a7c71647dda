import {
  createSettingsStore,
  type SettingsFileStore,
} from '../../adapters/settings/settings-store.ts';
import { storeLoadedLater } from '../../adapters/settings/store-loaded-later.ts';
import type { DataFolder } from '../../adapters/data-folder.ts';
import type { Log } from '../../core/ports.ts';
import { firstRequest } from './first-request.ts';

/** The settings file of a held data folder. What was found of the folder itself is told with what was found of the file. */
export function createHeadlessSettings(
  { path, notices }: DataFolder,
  assertHeld: () => void,
  log: Log,
): SettingsFileStore {
  const later = storeLoadedLater(async () => {
    await firstRequest();
    return (await import('../../adapters/settings/conf-store.ts')).createConfStore;
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
