import { join } from 'node:path';
import { TokenTrayError } from '../../contract/errors.ts';
import { MIGRATIONS } from '../../core/migrate-settings.ts';
import type { LoadedSettings, SettingsStore } from '../../core/ports.ts';
import { interpretSettings } from './interpret-settings.ts';
import { readTextFile } from '../files/read-regular-file.ts';

/**
 * The settings of a data folder for a process that does not hold it: read as they are, while their owner may
 * be writing, and never written, moved or tidied. Text that cannot be read makes `load` throw, because the
 * owner alone may set it aside.
 */
export function createReadingSettingsStore(folder: string): SettingsStore {
  const path = join(folder, 'settings.json');
  return {
    path,
    load: () => loadOnly(path),
    save() {
      throw unwritable('This command only reads.');
    },
  };
}

function loadOnly(path: string): LoadedSettings {
  const readOnly = 'This command only reads the settings.';
  const reading = readTextFile(path);
  if (reading.state === 'absent') return { settings: undefined, notices: [], readOnly };
  if (reading.state !== 'text') throw unreadable(path, reading.reason);
  const meaning = interpretSettings(reading.text, MIGRATIONS);
  if (meaning.state === 'damaged') throw unreadable(path, meaning.reason);
  if (meaning.state === 'unmigratable' || meaning.settings === undefined) {
    throw unreadable(path, 'it is of another version of Token Tray');
  }
  return { settings: meaning.settings, notices: [], readOnly };
}

function unreadable(path: string, reason: string): TokenTrayError {
  return new TokenTrayError('import_unreadable', { file: path, reason: `${reason}.` });
}

function unwritable(reason: string): TokenTrayError {
  return new TokenTrayError('settings_unwritable', { reason });
}
