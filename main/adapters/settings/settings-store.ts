import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { TokenTrayError } from '../../contract/errors.ts';
import type { Settings } from '../../contract/settings.ts';
import { MIGRATIONS, type Migration } from '../../core/migrate-settings.ts';
import type { Clock, LoadedSettings, SettingsStore } from '../../core/ports.ts';
import { wallClock } from '../../core/wall-clock.ts';
import { failureReason } from '../files/failure-reason.ts';
import { isSameMark, markOf, type FileMark } from '../files/read-regular-file.ts';
import {
  putBack,
  setAside,
  removeTemporaries,
  targetOf,
  writeAtomically,
} from '../files/write-atomically.ts';
import { createBackups } from './backups.ts';
import {
  interpretSettings,
  type Interpretation,
  type ParseSettings,
  loadSettings,
  readSettingsText,
} from './load-settings.ts';

export interface SettingsStoreOptions {
  /** The data folder, made and locked by the caller before `load`. */
  folder: string;
  /** Asked before each save; throws where this process no longer holds the data folder. */
  assertHeld?: () => void;
  /** Told of what happened to the file while the app runs. What happened before is in `load`'s notices. */
  onNotice?: (message: string) => void;
  clock?: Clock;
  migrations?: readonly Migration[];
  parse?: ParseSettings;
  /** Writes the file; left out, it is written in plain Node. */
  write?: WriteSettings;
}

/**
 * Replaces the file at `path`, or the one that a link there leads to, with `settings` as `settingsText` has them.
 * When it throws, as the file system does, the file is as it was.
 */
export type WriteSettings = (path: string, settings: Settings) => void;

/** Settings as their file holds them. */
export function settingsText(settings: unknown): string {
  return JSON.stringify(settings, undefined, '\t');
}

export function settingsPath(folder: string): string {
  return join(folder, 'settings.json');
}

/**
 * The settings file `settings.json` of a data folder. A file that cannot be read is set aside and the newest
 * backup takes its place; a file from a newer version is never written to; a file that another program wrote
 * while the app ran is not overwritten: `save` throws `conflict` until `load` was called again.
 */
export function createSettingsStore(options: SettingsStoreOptions): SettingsStore {
  const { folder, clock = wallClock, migrations = MIGRATIONS, parse, write = writePlain } = options;
  const path = settingsPath(folder);
  const backups = createBackups(path);
  /** The file as it was last read or written here. */
  let known: { text: string; mark: FileMark | undefined } | undefined;
  let blocked: TokenTrayError | undefined;
  /** The version of a file that the next save brings up to date, after a copy of it was kept. */
  let migratedFrom: number | undefined;

  const interpret = (text: string): Interpretation => interpretSettings(text, migrations, parse);
  const isAsKnown = (): boolean => known !== undefined && isSameMark(markOf(path), known.mark);

  const load = (): LoadedSettings => {
    removeTemporaries(targetOf(path));
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
              `The settings are version ${migratedFrom} and become version ${migrations.length + 1} with the next change. A copy of the present file will be kept as ${pathBeforeMigration(path, migratedFrom)}.`,
            ],
      ...(result.restored === undefined ? {} : { restored: result.restored }),
      ...(blocked === undefined ? {} : { readOnly: blocked.message }),
    };
  };

  /** Why the file cannot be replaced as it is, if it is not the one we know; throws `conflict` where it holds settings. */
  const damageByOthers = (): string | undefined => {
    if (isAsKnown()) return undefined;
    const reading = readSettingsText(path);
    if (reading.state === 'absent') return undefined;
    if (reading.state === 'unreadable') throw unwritable(reading.reason);
    if (reading.state === 'damaged') return reading.reason;
    if (reading.text === known?.text) return undefined;
    const meaning = interpret(reading.text);
    if (meaning.state === 'damaged') return meaning.reason;
    throw new TokenTrayError('conflict', { kind: 'settings file' });
  };

  const replace = (settings: Settings): void => {
    if (migratedFrom !== undefined && known !== undefined) {
      writeAtomically(pathBeforeMigration(path, migratedFrom), known.text);
    }
    const backup = backups.add();
    try {
      write(path, settings);
    } catch (error) {
      if (backup !== undefined) backups.remove(backup);
      throw error;
    }
    migratedFrom = undefined;
    backups.prune();
  };

  const replaceDamaged = (settings: Settings, damage: string): void => {
    const kept = setAside(path, clock());
    try {
      replace(settings);
    } catch (error) {
      putBack(kept, path);
      throw error;
    }
    options.onNotice?.(
      `${path} was changed by another program and cannot be used: ${damage}. It was moved to ${kept}, and the settings were saved again.`,
    );
  };

  return {
    path,
    load,
    save(settings) {
      if (blocked !== undefined) throw blocked;
      options.assertHeld?.();
      const text = settingsText(settings);
      if (known?.text === text && isAsKnown()) return;
      try {
        const damage = damageByOthers();
        if (damage === undefined) replace(settings);
        else replaceDamaged(settings, damage);
      } catch (error) {
        throw error instanceof TokenTrayError ? error : unwritable(failureReason(error));
      }
      known = { text, mark: markOf(path) };
    },
    deleteBackups() {
      options.assertHeld?.();
      try {
        for (let version = 1; version <= migrations.length; version += 1) {
          rmSync(pathBeforeMigration(path, version), { force: true });
        }
        backups.purge();
      } catch (error) {
        throw undeletable(failureReason(error));
      }
    },
  };
}

/**
 * The settings of a data folder for a process that does not hold it: read as they are, while their owner may
 * be writing, and never written, moved or cleaned up. Text that cannot be read makes `load` throw, because
 * only the owner may set it aside.
 */
export function createReadingSettingsStore(folder: string): SettingsStore {
  const path = settingsPath(folder);
  return {
    path,
    load: () => loadOnly(path),
    save() {
      throw unwritable('This command only reads.');
    },
    deleteBackups() {
      throw undeletable('This command only reads.');
    },
  };
}

function loadOnly(path: string): LoadedSettings {
  const readOnly = 'This command only reads the settings.';
  const reading = readSettingsText(path);
  if (reading.state === 'absent') return { settings: undefined, notices: [], readOnly };
  if (reading.state !== 'read') throw unreadable(path, reading.reason);
  const meaning = interpretSettings(reading.text, MIGRATIONS);
  if (meaning.state === 'damaged') throw unreadable(path, meaning.reason);
  if (meaning.state === 'unmigratable' || meaning.settings === undefined) {
    throw unreadable(path, 'it is of another version of Token Tray');
  }
  return { settings: meaning.settings, notices: [], readOnly };
}

function writePlain(path: string, settings: Settings): void {
  writeAtomically(path, settingsText(settings), { followLinks: true });
}

function pathBeforeMigration(path: string, version: number): string {
  return `${path}.v${version}`;
}

function undeletable(reason: string): TokenTrayError {
  return new TokenTrayError('backups_undeletable', { reason });
}

function unwritable(reason: string): TokenTrayError {
  return new TokenTrayError('settings_unwritable', { reason });
}

function unreadable(path: string, reason: string): TokenTrayError {
  return new TokenTrayError('import_unreadable', { file: path, reason: `${reason}.` });
}
