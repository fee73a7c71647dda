import * as v from 'valibot';
import { TokenTrayError } from '../../contract/errors.ts';
import { isJsonObject, type JsonObject } from '../../contract/json.ts';
import { type Settings, SettingsSchema } from '../../contract/settings.ts';
import { migrateSettings, type Migration } from '../../core/migrate-settings.ts';
import type { Clock } from '../../core/ports.ts';
import { failureReason } from '../files/failure-reason.ts';
import { readTextFile, type FileProblem, type TextReading } from '../files/read-regular-file.ts';
import { setAside, writeAtomically } from '../files/write-atomically.ts';

/** Settings with a thousand projects are below 4 MiB; a file beyond this was not written by us. */
const MAX_BYTES = 16 * 1024 * 1024;

interface LoadInput {
  path: string;
  /** Newest first. */
  backups: readonly string[];
  interpret(text: string): Interpretation;
  clock: Clock;
}

/** What was found, and what was done with it. */
interface LoadResult {
  settings: Settings | undefined;
  notices: string[];
  /** The text of the file now; absent where there is no file, or none that may be overwritten. */
  text?: string;
  /** The version of the file, where it is an earlier one. */
  migratedFrom?: number;
  /** A backup was put in the file's place. */
  restored?: true;
  /** Set where the file may not be written. */
  blocked?: TokenTrayError;
}

/** The text of a settings file, which may be a link: users keep it elsewhere. */
export function readSettingsText(path: string): TextReading | FileProblem {
  return readTextFile(path, MAX_BYTES, { followLinks: true });
}

/**
 * Reads the settings so that nothing is ever lost: a file that cannot be used is moved aside before anything
 * takes its place, and one that may be whole, or is from a newer version, is not touched at all.
 */
export function loadSettings(input: LoadInput): LoadResult {
  const { path, backups, interpret } = input;
  const reading = readSettingsText(path);
  if (reading.state === 'absent') return loadMissing(input);
  if (reading.state === 'damaged') return loadDamaged(input, reading.reason);
  if (reading.state === 'unreadable') {
    return {
      settings: findUsableBackup(backups, interpret)?.settings,
      notices: [],
      blocked: unwritable(`${path} cannot be read. ${reading.reason}`),
    };
  }
  return loadText(input, reading.text);
}

function loadText(input: LoadInput, text: string): LoadResult {
  const meaning = input.interpret(text);
  switch (meaning.state) {
    case 'valid': {
      return { settings: meaning.settings, notices: [], text };
    }
    case 'migrated': {
      const { settings, from } = meaning;
      return { settings, notices: [], text, migratedFrom: from };
    }
    case 'newer': {
      const blocked = new TokenTrayError('settings_newer', { version: meaning.version });
      return { settings: meaning.settings, notices: [], blocked };
    }
    case 'unmigratable': {
      return {
        settings: undefined,
        notices: [],
        blocked: unwritable(
          `${input.path} is of version ${meaning.from} and cannot be brought up to date. It is left as it is.`,
        ),
      };
    }
    case 'damaged': {
      return loadDamaged(input, meaning.reason);
    }
  }
}

function loadMissing(input: LoadInput): LoadResult {
  const backup = findUsableBackup(input.backups, input.interpret);
  // Nothing was ever saved here: a first start.
  if (backup === undefined) return { settings: undefined, notices: [] };
  return putInPlace(input, backup, `${input.path} was missing.`);
}

function loadDamaged(input: LoadInput, reason: string): LoadResult {
  const { path, backups, interpret, clock } = input;
  const backup = findUsableBackup(backups, interpret);
  let kept: string;
  try {
    kept = setAside(path, clock());
  } catch (error) {
    return {
      settings: backup?.settings,
      notices: [],
      blocked: unwritable(
        `${path} cannot be used (${reason}), and it cannot be moved. ${failureReason(error)}`,
      ),
    };
  }
  const what = `${path} could not be used: ${reason}. It was moved to ${kept}.`;
  if (backup !== undefined) return putInPlace(input, backup, what);
  return {
    settings: undefined,
    notices: [`${what} No backup can be used either, so the settings start from the defaults.`],
  };
}

function putInPlace(input: LoadInput, backup: UsableBackup, what: string): LoadResult {
  const { settings, text, savedAt } = backup;
  const count = settings.projects.length;
  const projects = count === 1 ? '1 project' : `${count} projects`;
  const state = `The settings of ${timeInWords(savedAt)}, with ${projects},`;
  try {
    writeAtomically(input.path, text);
  } catch (error) {
    const notice = `${what} ${state} are used from a backup. Later changes are lost.`;
    return { settings, notices: [notice], blocked: unwritable(failureReason(error)) };
  }
  const placed = loadText(input, text);
  const notice = `${what} ${state} were restored from a backup. Later changes are lost.`;
  return { ...placed, restored: true, notices: [notice, ...placed.notices] };
}

interface UsableBackup {
  text: string;
  settings: Settings;
  /** When these settings were saved, in milliseconds since the epoch. */
  savedAt: number;
}

/** The first of `paths` that holds settings. The others are left where they are. */
function findUsableBackup(
  paths: readonly string[],
  interpret: (text: string) => Interpretation,
): UsableBackup | undefined {
  for (const path of paths) {
    const reading = readTextFile(path, MAX_BYTES);
    if (reading.state !== 'read') continue;
    const meaning = interpret(reading.text);
    if (meaning.state === 'valid' || meaning.state === 'migrated') {
      const { modifiedAt } = reading.mark;
      return { text: reading.text, settings: meaning.settings, savedAt: modifiedAt };
    }
  }
  return undefined;
}

/** A moment as notices name it: `2026-11-24 03:15 UTC`. */
function timeInWords(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function unwritable(reason: string): TokenTrayError {
  return new TokenTrayError('settings_unwritable', { reason });
}

/** What the text of a settings file means. `damaged` says why, as a clause. */
export type Interpretation =
  | { state: 'valid'; settings: Settings }
  | { state: 'migrated'; settings: Settings; from: number }
  | { state: 'newer'; version: number; settings: Settings | undefined }
  | { state: 'unmigratable'; from: number }
  | { state: 'damaged'; reason: string };

/** Checks settings against a schema; tests of migrations bring a later one. */
export type ParseSettings = (value: unknown) => { settings: Settings } | { problem: string };

export function interpretSettings(
  text: string,
  migrations: readonly Migration[],
  parse: ParseSettings = parseSettings,
): Interpretation {
  const value = parseJson(text);
  if (value === undefined) return { state: 'damaged', reason: 'it is not valid JSON' };
  if (!isJsonObject(value)) return { state: 'damaged', reason: 'it holds no JSON object' };
  const outcome = migrateSettings(value, migrations);
  if (outcome.state === 'unversioned') {
    return { state: 'damaged', reason: 'it has no schemaVersion' };
  }
  if (outcome.state === 'newer') {
    return {
      state: 'newer',
      version: outcome.version,
      settings: readNewer(value, migrations, parse),
    };
  }
  if (outcome.state === 'failed') return { state: 'unmigratable', from: outcome.from };
  const parsed = parse(outcome.settings);
  if (outcome.state === 'current') {
    return 'settings' in parsed
      ? { state: 'valid', settings: parsed.settings }
      : { state: 'damaged', reason: parsed.problem };
  }
  return 'settings' in parsed
    ? { state: 'migrated', settings: parsed.settings, from: outcome.from }
    : { state: 'unmigratable', from: outcome.from };
}

function parseSettings(value: unknown): ReturnType<ParseSettings> {
  const result = v.safeParse(SettingsSchema, value, { abortEarly: true });
  if (result.success) return { settings: result.output };
  const [issue] = result.issues;
  return { problem: `"${v.getDotPath(issue) ?? 'its top'}" is not valid` };
}

/** A newer file is often readable; then its projects can be used, but are never written back. */
function readNewer(
  value: JsonObject,
  migrations: readonly Migration[],
  parse: ParseSettings,
): Settings | undefined {
  const parsed = parse({ ...value, schemaVersion: migrations.length + 1 });
  return 'settings' in parsed ? parsed.settings : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
