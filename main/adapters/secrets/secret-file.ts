import { join } from 'node:path';
import * as v from 'valibot';
import { TokenTrayError } from '../../contract/errors.ts';
import { isJsonObject, type JsonValue } from '../../contract/json.ts';
import type { Clock, SecretReading, SecretStore } from '../../core/ports.ts';
import { wallClock } from '../../core/wall-clock.ts';
import { failureReason } from '../files/failure-reason.ts';
import { isSameMark, markOf, readTextFile, type FileMark } from '../files/read-regular-file.ts';
import { putBack, setAside, writeAtomically } from '../files/write-atomically.ts';

/** A thousand secrets are below 1 MiB; a file beyond this was not written by us. */
const MAX_BYTES = 16 * 1024 * 1024;

/** A secret as the file has it, with how it is protected. */
const SecretEntrySchema = v.variant('protection', [
  /** Protected by the file's mode alone. */
  v.strictObject({ protection: v.literal('file'), value: v.string() }),
  /** Encrypted with a key of the system's key store; base64. */
  v.strictObject({ protection: v.literal('os'), ciphertext: v.string() }),
]);

export type SecretEntry = v.InferOutput<typeof SecretEntrySchema>;

/** An entry as read. One of an unknown kind is kept as it is. */
type StoredEntry = SecretEntry | { protection: 'unknown' };

function toStoredEntry(value: unknown): StoredEntry {
  const result = v.safeParse(SecretEntrySchema, value);
  return result.success ? result.output : { protection: 'unknown' };
}

/** What is stored under an id. `unreadable`: the file is damaged or cannot be opened, so it may be anything. */
type EntryReading = StoredEntry | { protection: 'missing' } | { protection: 'unreadable' };

/**
 * The file `secrets.json` of the data folder, one entry per id, which both hosts use. Every change is one
 * atomic write that leaves the other entries byte for byte what they were, understood or not.
 */
export interface SecretFile {
  readonly path: string;
  /** Never throws. The file is parsed again only once it has changed. */
  read(id: string): EntryReading;
  /** The ids of all entries; none where the file cannot be read. */
  ids(): string[];
  /**
   * Writes and removes (`undefined`) entries in one atomic write, and answers what puts the former ones
   * back. Throws `secret_unwritable`; then the file is as it was.
   */
  change(entries: ReadonlyMap<string, SecretEntry | undefined>): () => void;
}

interface SecretFileOptions {
  /** The data folder, made and locked by the caller. */
  folder: string;
  /** Asked before each write; throws where this process no longer holds the data folder. */
  assertHeld?: () => void;
  /** Told where a damaged file was moved. */
  onNotice?: (message: string) => void;
  clock?: Clock;
}

type Contents =
  | { state: 'entries'; entries: ReadonlyMap<string, JsonValue> }
  | { state: 'damaged' | 'unreadable'; reason: string };

type Changes = ReadonlyMap<string, JsonValue | undefined>;

export function createSecretFile(options: SecretFileOptions): SecretFile {
  const { folder, assertHeld, onNotice, clock = wallClock } = options;
  const path = join(folder, 'secrets.json');
  let parsed: { mark: FileMark; contents: Contents } | undefined;

  const contents = (): Contents => {
    if (parsed !== undefined && isSameMark(parsed.mark, markOf(path))) return parsed.contents;
    const reading = readTextFile(path, MAX_BYTES, { followLinks: true });
    if (reading.state === 'absent') return { state: 'entries', entries: new Map() };
    if (reading.state !== 'read') return reading;
    parsed = { mark: reading.mark, contents: parseEntries(reading.text) };
    return parsed.contents;
  };

  /** Answers what was stored under the ids before. */
  const apply = (changes: Changes): Changes => {
    assertHeld?.();
    const found = contents();
    if (found.state === 'unreadable') throw unwritable(found.reason);
    const before = found.state === 'entries' ? found.entries : new Map<string, JsonValue>();
    const isNothing = [...changes].every(([id, value]) => value === undefined && !before.has(id));
    if (isNothing) return new Map();
    const after = new Map([...before, ...changes]);
    const kept = [...after].filter(([, value]) => value !== undefined);
    const text = `${JSON.stringify(Object.fromEntries(kept), undefined, '\t')}\n`;
    try {
      if (found.state === 'entries') writeAtomically(path, text);
      else replaceDamaged(text, found.reason);
    } catch (error) {
      throw error instanceof TokenTrayError ? error : unwritable(failureReason(error));
    }
    return new Map([...changes.keys()].map((id) => [id, before.get(id)]));
  };

  /** A damaged file is moved aside before a new one takes its place, and put back where that fails. */
  const replaceDamaged = (text: string, reason: string): void => {
    const kept = setAside(path, clock());
    try {
      writeAtomically(path, text);
    } catch (error) {
      putBack(kept, path);
      throw error;
    }
    onNotice?.(
      `${path} could not be used: ${reason}. It was moved to ${kept}. Enter its secrets again.`,
    );
  };

  return {
    path,
    read(id) {
      const found = contents();
      if (found.state !== 'entries') return { protection: 'unreadable' };
      return found.entries.has(id)
        ? toStoredEntry(found.entries.get(id))
        : { protection: 'missing' };
    },
    ids() {
      const found = contents();
      return found.state === 'entries' ? [...found.entries.keys()] : [];
    },
    change(entries) {
      const before = apply(new Map([...entries].map(([id, entry]) => [id, entry && { ...entry }])));
      return () => {
        apply(before);
      };
    },
  };
}

function parseEntries(text: string): Contents {
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return { state: 'entries', entries: new Map(Object.entries(value)) };
  } catch {
    // The parser's own message would quote a secret.
  }
  return { state: 'damaged', reason: 'it is not the JSON that Token Tray wrote' };
}

function unwritable(reason: string): TokenTrayError {
  return new TokenTrayError('secret_unwritable', { reason });
}

/**
 * Secrets in a file that only this user may read, for a host without a key store. An entry that the
 * desktop app encrypted is `unreadable` here and stays as it is until a new secret is entered.
 */
export function createFileSecretStore(file: SecretFile): SecretStore {
  // `async` throughout: an error of the file is a rejection, as with any other store.
  /* oxlint-disable require-await */
  const write: SecretStore['write'] = async (changes) => {
    const undo = file.change(
      new Map([...changes].map(([id, value]) => [id, value === undefined ? value : plain(value)])),
    );
    return async () => {
      undo();
    };
  };
  return {
    storage: () => ({
      protection: 'file',
      backend: 'file',
      notice: 'Secrets are stored without encryption, in a file that only this user may read.',
      path: file.path,
    }),
    get: async (id) => toReading(file.read(id)),
    ids: () => file.ids(),
    write,
    // A file's state never changes by itself.
    onChange: () => () => {},
  };
  /* oxlint-enable require-await */
}

function plain(value: string): SecretEntry {
  return { protection: 'file', value };
}

function toReading(entry: EntryReading): SecretReading {
  if (entry.protection === 'file') return { state: 'set', secret: entry.value };
  return { state: entry.protection === 'missing' ? 'missing' : 'unreadable' };
}
