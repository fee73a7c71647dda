import type { Settings } from '../../contract/settings.ts';
import type { Interpretation } from './interpret-settings.ts';
import { readTextFile } from '../files/read-regular-file.ts';

export interface UsableBackup {
  text: string;
  settings: Settings;
  /** When these settings were saved, in milliseconds since the epoch. */
  savedAt: number;
}

/** The first of `paths` that holds settings. One that does not is passed over and left where it is. */
export function findUsableBackup(
  paths: readonly string[],
  interpret: (text: string) => Interpretation,
): UsableBackup | undefined {
  for (const path of paths) {
    const reading = readTextFile(path);
    if (reading.state !== 'text') continue;
    const meaning = interpret(reading.text);
    if (meaning.state === 'valid' || meaning.state === 'migrated') {
      return { text: reading.text, settings: meaning.settings, savedAt: reading.modifiedAt };
    }
  }
  return undefined;
}
