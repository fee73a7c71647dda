import { join } from 'node:path';
import * as v from 'valibot';
import { TokenTrayError } from '../../contract/errors.ts';
import { isJsonObject, type JsonObject } from '../../contract/json.ts';
import type { Clock, SecretReading, SecretStore } from '../../core/ports.ts';
import { wallClock } from '../../core/wall-clock.ts';
import { failureReason } from '../files/failure-reason.ts';
import { readTextFile } from '../files/read-regular-file.ts';
import { setAside } from '../files/set-aside.ts';
import { writeAtomically } from '../files/write-atomically.ts';

/** A thousand secrets are below 1 MiB; a file beyond this was not written by us. */
const MAX_BYTES = 16 * 1024 * 1024;

/** A secret as it stands in the file, with how it is protected. */
export const SecretEntrySchema = v.variant('protection', [
  /** Protected by the file's mode alone. */
  v.strictObject({ protection: v.literal('file'), value: v.string() }),
  /** Encrypted with a key of the system's key store; base64. */
  v.strictObject({ protection: v.literal('os'), ciphertext: v.string() }),
]);

export type SecretEntry = v.InferOutput<typeof SecretEntrySchema>;

/** An entry as read: one of a kind that this version does not know is kept, and never understood. */
export type StoredEntry = SecretEntry | { protection: 'unknown' };

export function toStoredEntry(value: unknown): StoredEntry {
  const result = v.safeParse(SecretEntrySchema, value);
  return result.success ? result.output : { protection: 'unknown' };
}

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
  const { folder, assertHeld, onNotice, clock = wallClock } = options;
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
  const reading = readTextFile(path, MAX_BYTES, { followLinks: true });
  if (reading.state === 'absent') return { state: 'entries', entries: {} };
  if (reading.state !== 'read') return reading;
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

/**
 * Secrets in a file that only this user may read: what a host without a key store has. An entry that the
 * desktop app encrypted is `unreadable` here and stays as it is until a new secret is entered.
 */
export function createFileSecretStore(file: SecretFile): SecretStore {
  return {
    storage: () => ({
      protection: 'file',
      backend: 'file',
      notice: 'Secrets are stored without encryption, in a file that only this user may read.',
      path: file.path,
    }),
    get: (id) => Promise.resolve(toReading(file.read(id))),
    // `async`, so that what the file throws is a rejection, as for any other store.
    // oxlint-disable-next-line require-await
    async set(id, secret) {
      file.write(id, { protection: 'file', value: secret });
    },
    // oxlint-disable-next-line require-await
    async remove(id) {
      file.remove(id);
    },
    // A file does not unlock or appear: nothing ever changes by itself.
    onChange: () => () => {},
  };
}

function toReading(entry: EntryReading): SecretReading {
  if (entry.protection === 'file') return { state: 'set', secret: entry.value };
  return { state: entry.protection === 'missing' ? 'missing' : 'unreadable' };
}
