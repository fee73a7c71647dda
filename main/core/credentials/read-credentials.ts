import type { ReadingKind, ReadingNote } from '../../contract/credential-import.ts';
import { defined } from '../../contract/json.ts';
import { joinPartials } from './assemble.ts';
import type { Variable } from './expand-variables.ts';
import type { Candidate, FoundCredentials, TextContext } from './found.ts';
import { judgeCandidates } from './judge-candidates.ts';
import { takeEnv, variablesOf, type EnvLayer } from './read-env.ts';
import { readText, type Attempt } from './read-text.ts';
import { meaningOf } from './variable-names.ts';

/** A file, a paste, or what was dropped. Files of one folder are read together. */
export interface CredentialSource {
  /** Such as `.env.local`, or a path ending in it; `the paste` where it is no file. */
  name: string;
  content: string | Uint8Array;
  /** Why there is no content, as a sentence. */
  problem?: string;
  /** Given only because another source points to it (see `follow`). */
  followed?: boolean;
}

interface ReadOptions {
  /** Variables that texts may refer to, such as the process environment. */
  environment?: Readonly<Record<string, string | undefined>>;
}

const MAX_NOTES = 200;
const FIELDS = ['url', 'apiKey', 'apiSecret'] as const;

/** An assignment behind a `#`, at the start of its line. */
const COMMENTED_OUT = /^[ \t]*#[# \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]{0,99})[ \t]*=/gm;
const MAX_COMMENTS = 1000;

/** Samples with gaps to fill in, which override nothing. */
const SAMPLE = /^\.env\.(?:example|sample|template|dist|defaults?|tpl|schema)$/;

interface Text {
  name: string;
  folder: string;
  fileName: string;
  text: string;
  followed: boolean;
}

/**
 * Reads credentials from texts and files of any shape that people keep LiveKit keys in. Answers the projects in them,
 * where each value came from, and a note for everything left out, repaired or doubtful. Never throws, opens no files,
 * and is linear in the length of its input. No note repeats a secret.
 */
export function readCredentials(
  sources: readonly CredentialSource[],
  { environment = {} }: ReadOptions = {},
): FoundCredentials {
  const result: FoundCredentials = { projects: [], notes: [], follow: [] };
  const texts: Text[] = [];
  for (const { name, content, problem, followed = false } of sources) {
    if (problem !== undefined) {
      result.notes.push({ kind: 'left_out', message: problem, source: name });
      continue;
    }
    const decoded = typeof content === 'string' ? checkText(content) : decodeText(content);
    if (!decoded.ok) {
      result.notes.push({ kind: 'left_out', message: decoded.reason, source: name });
      continue;
    }
    if (decoded.note !== undefined)
      result.notes.push({ kind: 'info', message: decoded.note, source: name });
    const slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
    texts.push({
      name,
      folder: name.slice(0, slash + 1),
      fileName: name.slice(slash + 1).toLowerCase(),
      text: decoded.text,
      followed,
    });
  }
  const candidates: Candidate[] = [];
  for (const folder of new Set(texts.map((text) => text.folder))) {
    const own = texts.filter((text) => text.folder === folder && !text.followed);
    candidates.push(...readFolder(own, texts, environment, result));
  }
  judgeCandidates(candidates, result);
  result.notes = result.notes.slice(0, MAX_NOTES);
  return result;
}

/** The files of one folder: `.env` files in layers, the others one by one; parts that complete each other are joined. */
function readFolder(
  texts: readonly Text[],
  all: readonly Text[],
  environment: Readonly<Record<string, string | undefined>>,
  result: FoundCredentials,
): Candidate[] {
  const stacks = envStacks(texts);
  const [folder] = texts.map((text) => text.folder);
  const inFolder = all.filter((text) => text.folder === folder);
  const variables = variablesOf(envStacks(inFolder)[0] ?? []);
  const lookup = (name: string): Variable | undefined => {
    const text = environment[name];
    return variables.get(name) ?? (text === undefined ? undefined : { text, literal: true });
  };
  const open = (path: string): { name: string; text: string } | undefined => {
    const wanted = path.replace(/^.*[\\/]/, '').toLowerCase();
    const found = all.find(({ fileName }) => fileName === wanted);
    if (found === undefined && !result.follow.includes(path)) result.follow.push(path);
    return found;
  };
  const followed = new Set<string>();
  const contextFor = (source: string, kind: ReadingKind): Attempt => {
    const notes: ReadingNote[] = [];
    const context: TextContext = {
      source,
      kind,
      say: (noteKind, message, line) => {
        notes.push({ kind: noteKind, message, source, ...defined({ line }) });
      },
      open: (path) => {
        const file = open(path);
        if (file !== undefined) followed.add(file.name);
        return file;
      },
      candidates: [],
    };
    return { context, notes };
  };
  const found: Candidate[] = [];
  const keep = ({ context, notes }: Attempt): void => {
    found.push(...context.candidates);
    result.notes.push(...notes);
  };
  const inStacks = new Set(stacks.flat().map(({ name }) => name));
  for (const stack of stacks) {
    const top = stack.at(-1);
    if (top === undefined) continue;
    const attempt = contextFor(top.name, 'env');
    takeEnv(stack, attempt.context, lookup);
    sayCommentedOut(stack, attempt);
    keep(attempt);
  }
  // Files that point to others come first, since those are read through them.
  const rest = texts.filter(({ name }) => !inStacks.has(name));
  const keyFiles = rest.filter(({ fileName }) => /key/.test(fileName));
  for (const text of [...rest.filter((item) => !keyFiles.includes(item)), ...keyFiles]) {
    if (followed.has(text.name)) continue;
    keep(readText(text, contextFor, lookup));
  }
  return joinParts(found);
}

/** Files that override each other, lowest first: the development set, then one set for each other mode. */
function envStacks(texts: readonly Text[]): EnvLayer[][] {
  const byName = new Map(texts.map((text) => [text.fileName, text]));
  const pick = (names: readonly string[]): EnvLayer[] =>
    names.flatMap((name) => byName.get(name) ?? []);
  const base = pick(['.env', '.env.development', '.env.local', '.env.development.local']);
  const modes = new Set(
    [...byName.keys()].flatMap((name) => /^\.env\.([\w-]+?)(?:\.local)?$/.exec(name)?.[1] ?? []),
  );
  const stacks = base.length === 0 ? [] : [base];
  for (const mode of modes) {
    if (/^(?:local|development|example|sample|template|dist|defaults?|tpl|schema)$/.test(mode))
      continue;
    const own = pick([`.env.${mode}`, `.env.${mode}.local`]);
    if (own.length > 0) stacks.push([...pick(['.env']), ...own]);
  }
  for (const text of texts) {
    const { fileName } = text;
    const isOther =
      SAMPLE.test(fileName) ||
      fileName.endsWith('.env') ||
      /^(?:\w{0,40}env(?:\.\w{1,40})?|\.envrc)$/.test(fileName);
    if (isOther && fileName !== '.env') stacks.push([text]);
  }
  return stacks;
}

function sayCommentedOut(stack: readonly EnvLayer[], { context }: Attempt): void {
  if (context.candidates.length > 0) return;
  for (const { text } of stack) {
    let looked = 0;
    for (const { 1: name = '', index } of text.matchAll(COMMENTED_OUT)) {
      looked += 1;
      if (looked > MAX_COMMENTS) break;
      if (meaningOf(name)?.isLiveKit !== true) continue;
      context.say('info', `${name} is commented out.`, text.slice(0, index).split('\n').length);
      return;
    }
  }
}

/** `livekit.toml` has the URL of a key and secret that are in `.env` beside it. */
function joinParts(candidates: readonly Candidate[]): Candidate[] {
  const parts = candidates.filter((candidate) => !isWhole(candidate));
  if (parts.length < 2 || parts.some(({ kind }) => kind === 'lk')) return [...candidates];
  const joined = joinPartials(parts.map((part) => ({ ...part, isLiveKit: true })));
  return [...candidates.filter(isWhole), ...joined];
}

function isWhole(candidate: Candidate): boolean {
  return FIELDS.every((field) => candidate[field] !== undefined);
}

/** Larger than any file that holds credentials, small enough to be read at once. */
const MAX_READING_BYTES = 1024 * 1024;

/** More lines than anyone writes by hand. */
const MAX_LINES = 20_000;

type DecodedText = { ok: true; text: string; note?: string } | { ok: false; reason: string };

/**
 * The text of a file in the encodings that editors and shells write: UTF-8, UTF-16 (PowerShell's `>`) with or
 * without a byte order mark, and Windows-1252 where it is no UTF-8. Line ends become `\n`.
 */
function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes.length > MAX_READING_BYTES) return tooLarge();
  const encoding = encodingOf(bytes);
  if (encoding === undefined) return { ok: false, reason: 'It is not a text file.' };
  const decoded = decode(bytes, encoding);
  if (decoded !== undefined) return checkText(decoded);
  const text = checkText(new TextDecoder('windows-1252').decode(bytes));
  return text.ok ? { ...text, note: 'The file is not UTF-8; it was read as Windows-1252.' } : text;
}

/** The same for text that was pasted or decoded elsewhere. */
function checkText(text: string): DecodedText {
  if (text.length > MAX_READING_BYTES) return tooLarge();
  if (text.includes('\0')) return { ok: false, reason: 'It is not a text file.' };
  const tidy = text.replace(/^\uFEFF/, '').replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n');
  let lines = 1;
  for (let at = tidy.indexOf('\n'); at !== -1; at = tidy.indexOf('\n', at + 1)) lines += 1;
  return lines > MAX_LINES
    ? { ok: false, reason: 'It has more than 20,000 lines and was not read.' }
    : { ok: true, text: tidy };
}

function tooLarge(): DecodedText {
  return { ok: false, reason: 'It is larger than 1 MiB and was not read.' };
}

function decode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return bytes[2] === 0 && bytes[3] === 0 && bytes.length > 3 ? undefined : 'utf-16le';
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const start = bytes.subarray(0, 512);
  const zeros = [0, 0];
  for (const [index, byte] of start.entries()) if (byte === 0) zeros[index % 2]! += 1;
  const [even = 0, odd = 0] = zeros;
  if (even === 0 && odd === 0) return bytes.includes(0) ? undefined : 'utf-8';
  // ASCII in UTF-16: every other byte is zero.
  if (even === 0 && odd > start.length / 4) return 'utf-16le';
  return odd === 0 && even > start.length / 4 ? 'utf-16be' : undefined;
}
