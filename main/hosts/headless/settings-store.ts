import {
  createSettingsStore,
  type SettingsFileStore,
} from '../../adapters/settings/settings-store.ts';
import type { DataFolder } from '../../adapters/data-folder.ts';
import type { Log } from '../../core/ports.ts';

/** The settings file of a held data folder. Its notices are joined with those of the file. */
export function createHeadlessSettings(
  { path, notices }: DataFolder,
  assertHeld: () => void,
  log: Log,
): SettingsFileStore {
  const store = createSettingsStore({
    folder: path,
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
