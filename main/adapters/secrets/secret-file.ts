import { join } from 'node:path';
import { TokenTrayError } from '../../contract/errors.ts';
import { isJsonObject, type JsonObject } from '../../contract/json.ts';
import type { Clock } from '../../core/ports.ts';
import { systemClock } from '../clock.ts';
import { failureReason } from '../files/failure-reason.ts';
import { readTextFile } from '../files/read-regular-file.ts';
import { setAside } from '../files/set-aside.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import { toStoredEntry, type SecretEntry, type StoredEntry } from './secret-entry.ts';

/** What stands under an id. `unreadable`: the file itself is damaged or closed to us, so nobody knows. */
export type EntryReading = StoredEntry | { protection: 'missing' } | { protection: 'unreadable' };

/**
 * The file `secrets.json` of the data folder, one entry per id, which both hosts use. Every change is one
 * atomic write that leaves the other entries byte for byte what they were, understood or not.
 */
export interface SecretFile {
  readonly path: string;
  /** Never throws. */
  read(id: string): EntryReading;
  ids(): string[];
  /** Throws `secret_unwritable`; then the file is as it was. */
  write(id: string, entry: SecretEntry): void;
  /** Throws `secret_unwritable`; then the file is as it was. */
  remove(id: string): void;
}

export interface SecretFileOptions {
  /** The data folder, made and locked by the caller. */
  folder: string;
  /** Asked before each write; throws where this process no longer holds the data folder. */
  assertHeld?: () => void;
  /** Told where a damaged file was set aside. */
  onNotice?: (message: string) => void;
  clock?: Clock;
}

type Contents =
  | { state: 'entries'; entries: JsonObject }
  | { state: 'damaged' | 'unreadable'; reason: string };

export function createSecretFile(options: SecretFileOptions): SecretFile {
  const { folder, assertHeld, onNotice, clock = systemClock } = options;
  const path = join(folder, 'secrets.json');

  const change = (edit: (entries: JsonObject) => JsonObject): void => {
    assertHeld?.();
    try {
      writeAtomically(path, `${JSON.stringify(edit(entriesForWriting()), undefined, '\t')}\n`);
    } catch (error) {
      throw error instanceof TokenTrayError ? error : unwritable(failureReason(error));
    }
  };

  const read = (id: string): EntryReading => {
    const contents = readContents(path);
    if (contents.state !== 'entries') return { protection: 'unreadable' };
    return Object.hasOwn(contents.entries, id)
      ? toStoredEntry(contents.entries[id])
      : { protection: 'missing' };
  };

  /** A damaged file is moved aside before a new one takes its place; one closed to us is left alone. */
  const entriesForWriting = (): JsonObject => {
    const contents = readContents(path);
    if (contents.state === 'entries') return contents.entries;
    if (contents.state === 'unreadable') throw unwritable(contents.reason);
    const kept = setAside(path, clock());
    onNotice?.(
      `${path} could not be used: ${contents.reason}. It is kept as ${kept}. Secrets that were in it have to be entered again.`,
    );
    return {};
  };

  return {
    path,
    read,
    ids() {
      const contents = readContents(path);
      return contents.state === 'entries' ? Object.keys(contents.entries) : [];
    },
    write(id, entry) {
      change((entries) => Object.fromEntries([...without(entries, id), [id, { ...entry }]]));
    },
    remove(id) {
      if (read(id).protection === 'missing') return;
      change((entries) => Object.fromEntries(without(entries, id)));
    },
  };
}

function readContents(path: string): Contents {
  const reading = readTextFile(path);
  if (reading.state === 'absent') return { state: 'entries', entries: {} };
  if (reading.state !== 'text') return reading;
  try {
    const value: unknown = JSON.parse(reading.text);
    if (isJsonObject(value)) return { state: 'entries', entries: value };
  } catch {
    // The reason below says it; the error's own text would quote a secret.
  }
  return { state: 'damaged', reason: 'it is not the JSON that Token Tray wrote' };
}

function without(entries: JsonObject, id: string): [string, JsonObject[string]][] {
  return Object.entries(entries).filter(([name]) => name !== id);
}

function unwritable(reason: string): TokenTrayError {
  return new TokenTrayError('secret_unwritable', { reason });
}
