import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TokenTrayError } from '../../contract/errors.ts';
import type { Settings } from '../../contract/settings.ts';
import { MIGRATIONS, type Migration } from '../../core/migrate-settings.ts';
import type { Clock, LoadedSettings, SettingsStore } from '../../core/ports.ts';
import { systemClock } from '../clock.ts';
import { failureReason } from '../files/failure-reason.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { createBackups } from './backups.ts';
import { isSameMark, markOf, type FileMark } from './file-mark.ts';
import {
  interpretSettings,
  type Interpretation,
  type ParseSettings,
} from './interpret-settings.ts';
import { loadSettings } from './load-settings.ts';
import { readTextFile } from '../files/read-regular-file.ts';
import { createFileReplacer } from './replace-file.ts';
import { setAside } from '../files/set-aside.ts';
import type { CreateStoreFile } from './store-file.ts';

export interface SettingsStoreOptions {
  /** The data folder, made and locked by the caller before `load`. */
  folder: string;
  createStore: CreateStoreFile;
  /** Loads what `createStore` needs, where the host loads it late. */
  prepare?: () => Promise<void>;
  /** Asked before each save; throws where this process no longer holds the data folder. */
  assertHeld?: () => void;
  /** Told of what happened to the file while the app runs. What happened before is in `load`'s notices. */
  onNotice?: (message: string) => void;
  clock?: Clock;
  migrations?: readonly Migration[];
  parse?: ParseSettings;
}

export interface SettingsFileStore extends SettingsStore {
  prepare(): Promise<void>;
  /** Removes the backups, so that what was deleted from the settings is nowhere any more. */
  purgeBackups(): void;
}

/**
 * The settings file `settings.json` of a data folder. What cannot be read is set aside and the newest backup
 * takes its place; what a newer version wrote is never written to; what somebody else wrote while the app ran
 * is not overwritten: `save` throws `conflict` until `load` was called again.
 */
export function createSettingsStore(options: SettingsStoreOptions): SettingsFileStore {
  const { folder, createStore, clock = systemClock, migrations = MIGRATIONS, parse } = options;
  const path = join(folder, 'settings.json');
  const backups = createBackups(path);
  const replacer = createFileReplacer(path, createStore);
  /** The file as it was last read or written here. */
  let known: { text: string; mark: FileMark | undefined } | undefined;
  let blocked: TokenTrayError | undefined;
  /** The version of a file that the next save brings up to date, after a copy of it was kept. */
  let migratedFrom: number | undefined;

  const interpret = (text: string): Interpretation => interpretSettings(text, migrations, parse);
  const isAsKnown = (): boolean => known !== undefined && isSameMark(markOf(path), known.mark);

  const load = (): LoadedSettings => {
    replacer.cleanLeftovers();
    backups.dropTwin();
    const result = loadSettings({ path, backups: backups.list(), interpret, clock });
    known = result.text === undefined ? undefined : { text: result.text, mark: markOf(path) };
    blocked = result.blocked;
    migratedFrom = result.migratedFrom;
    return {
      settings: result.settings,
      notices:
        migratedFrom === undefined
          ? result.notices
          : [
              ...result.notices,
              `The settings are of version ${migratedFrom} and become version ${migrations.length + 1} with the next change. The file as it is will be kept as ${pathBeforeMigration(path, migratedFrom)}.`,
            ],
      ...(blocked === undefined ? {} : { readOnly: blocked.message }),
    };
  };

  /** Throws `conflict` where somebody else wrote settings; sets aside what is none. */
  const respectOthers = (): void => {
    if (isAsKnown()) return;
    const reading = readTextFile(path);
    if (reading.state === 'absent') return;
    if (reading.state === 'unreadable') throw unwritable(reading.reason);
    if (reading.state === 'text' && reading.text === known?.text) return;
    const damage = reading.state === 'text' ? interpret(reading.text) : reading;
    if (damage.state !== 'damaged') throw new TokenTrayError('conflict', { kind: 'settings file' });
    const kept = setAside(path, clock());
    options.onNotice?.(
      `${path} was changed by another program and cannot be used: ${damage.reason}. It is kept as ${kept}, and the settings were saved anew.`,
    );
  };

  const replace = (settings: Settings): void => {
    if (migratedFrom !== undefined) {
      writeAtomically(pathBeforeMigration(path, migratedFrom), readFileSync(path));
    }
    const backup = backups.add();
    try {
      replacer.replace({ ...settings });
    } catch (error) {
      if (backup !== undefined) backups.remove(backup);
      throw error;
    }
    migratedFrom = undefined;
    backups.prune();
  };

  return {
    path,
    load,
    prepare: options.prepare ?? (() => Promise.resolve()),
    save(settings) {
      if (blocked !== undefined) throw blocked;
      options.assertHeld?.();
      const text = JSON.stringify(settings, undefined, '\t');
      if (known?.text === text && isAsKnown()) return;
      try {
        respectOthers();
        replace(settings);
      } catch (error) {
        throw error instanceof TokenTrayError ? error : unwritable(failureReason(error));
      }
      known = { text, mark: markOf(path) };
    },
    purgeBackups() {
      backups.purge();
    },
  };
}

function pathBeforeMigration(path: string, version: number): string {
  return `${path}.v${version}`;
}

function unwritable(reason: string): TokenTrayError {
  return new TokenTrayError('settings_unwritable', { reason });
}
