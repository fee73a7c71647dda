import { chmodSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { failureReason } from '../adapters/files/failure-reason.ts';
import { problemInWords, readRegularFile } from '../adapters/files/read-regular-file.ts';
import { PRIVATE_FILE, replaceAtomically, targetOf } from '../adapters/files/write-atomically.ts';
import { createSecretFile } from '../adapters/secrets/secret-file.ts';
import { TokenTrayError } from '../contract/errors.ts';
import { secretIdOf, type ProjectView } from '../contract/project.ts';
import { endpointPort } from '../contract/selectors.ts';
import { meaningOf } from '../core/credentials/variable-names.ts';
import { LOCAL_LIVEKIT } from '../core/state/new-project.ts';
import { toJson } from './command-io.ts';
import { type CommandContext, valueOf, withCore } from './core-access.ts';
import { environmentOf, namedOrActive } from './projects.ts';

interface EnvOptions {
  project?: string;
  /** `true` without a file. */
  write?: string | true;
  withSecret?: boolean;
  json?: boolean;
}

/** More than anyone writes by hand. */
const MAX_BYTES = 1024 * 1024;
const EXAMPLE = '.env.example';
const DESTINATION = '.env.local';
/** The variable in which LiveKit's starters expect their token endpoint, and its path. */
const ENDPOINT_NAME = 'NEXT_PUBLIC_CONN_DETAILS_ENDPOINT';
const ENDPOINT_PATH = '/api/connection-details';
const USUAL_NAMES = [
  'LIVEKIT_URL',
  'LIVEKIT_API_KEY',
  'LIVEKIT_API_SECRET',
  'NEXT_PUBLIC_LIVEKIT_URL',
];

/** `env`: what an app reads from its environment, in the style of `lk app env`; with the secret only where it is asked for. */
export function addEnvCommand(program: Command, context: CommandContext): void {
  program
    .command('env')
    .description('print the variables of a project for an app, or write them into its .env.local')
    .option('--project <slug>', 'the project (default: LIVEKIT_*, else the active one)')
    .option('-w, --write [file]', `write them into this file (default: ${DESTINATION})`)
    .option('--with-secret', 'include the API secret, for an app that signs tokens itself')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
If there is a ${EXAMPLE} here, only the names in it are written. In an existing file only their lines change; comments
and all other lines stay.

Examples:
  $ ${context.io.startedAs} env
  $ ${context.io.startedAs} env --write --with-secret --project kitchen`,
    )
    .action((options: EnvOptions) => runEnv(context, options));
}

async function runEnv(context: CommandContext, options: EnvOptions): Promise<void> {
  const { io } = context;
  const { write, withSecret = false, json = false } = options;
  const names = wantedNames(resolve(io.cwd, EXAMPLE));
  const values = await valuesFor(context, names, options);
  const hidden = withSecret ? [] : names.filter(isSecret);
  if (write === undefined) {
    io.out(json ? toJson(Object.fromEntries(values)) : envText(values));
  } else {
    const file = write === true ? DESTINATION : write;
    const path = resolve(io.cwd, file);
    const openToOthers = writeEnv(path, values);
    if (json) io.out(toJson({ file: path, names: [...values.keys()] }));
    else io.out(`Wrote ${[...values.keys()].join(', ')} to ${file}.\n`);
    if (openToOthers && withSecret) {
      io.err(`Warning: Other users of this machine can read ${file}. Run: chmod 600 "${file}"\n`);
    }
  }
  if (hidden.length > 0 && !json) {
    const [verb, them] = hidden.length === 1 ? ['is', 'it'] : ['are', 'them'];
    io.err(`${hidden.join(' and ')} ${verb} left out. --with-secret includes ${them}.\n`);
  }
}

function isSecret(name: string): boolean {
  return meaningOf(name)?.role === 'apiSecret';
}

/** The known names in the example; without an example, the usual ones. */
function wantedNames(example: string): readonly string[] {
  const text = readEnv(example);
  if (text === undefined) return USUAL_NAMES;
  return [...new Set(envNames(text.text))].filter((name) => {
    const meaning = meaningOf(name);
    // A framework ships public variables to every browser: no place for a secret.
    if (meaning?.role === 'apiSecret') return !meaning.isPublic;
    return name === ENDPOINT_NAME || meaning?.role === 'url' || meaning?.role === 'apiKey';
  });
}

async function valuesFor(
  context: CommandContext,
  names: readonly string[],
  { project: named, withSecret = false }: EnvOptions,
): Promise<EnvValues> {
  const environment = named === undefined ? environmentOf(context) : undefined;
  const { project, port } = await withCore(
    context,
    'read',
    async ({ call }) => {
      const snapshot = valueOf(await call('state.get'));
      return { project: namedOrActive(snapshot, named), port: endpointPort(snapshot) };
    },
    environment,
  );
  const secret = withSecret
    ? (environment?.apiSecret ?? secretOf(project, context.folder()))
    : undefined;
  const values = new Map<string, string>();
  for (const name of names) {
    const value = valueOfName(name, project, { secret, port });
    if (value !== undefined) values.set(name, value);
  }
  return values;
}

function valueOfName(
  name: string,
  { url, apiKey }: ProjectView,
  { secret, port }: { secret: string | undefined; port: number },
): string | undefined {
  if (name === ENDPOINT_NAME) return `http://localhost:${port}${ENDPOINT_PATH}`;
  const role = meaningOf(name)?.role;
  if (role === 'url') return url;
  return role === 'apiKey' ? apiKey : secret;
}

/** From the file that a headless host keeps. The desktop's are encrypted, and only the desktop app opens them. */
function secretOf(project: ProjectView, folder: string): string {
  const entry = createSecretFile({ folder }).read(secretIdOf(project));
  if (entry.protection === 'file') return entry.value;
  const isLocal = project.source === 'local' && project.apiKey === LOCAL_LIVEKIT.apiKey;
  if (entry.protection === 'missing' && isLocal) return LOCAL_LIVEKIT.apiSecret;
  const { name } = project;
  throw entry.protection === 'missing'
    ? new TokenTrayError('secret_missing', { project: name, what: 'API secret' })
    : new TokenTrayError('secret_unreadable', { project: name });
}

interface EnvFile {
  text: string;
  mode: number;
}

/** `undefined` without such a file. Throws `file_not_written` if it is not a text file. */
function readEnv(path: string): EnvFile | undefined {
  const reading = readRegularFile(path, MAX_BYTES, { followLinks: true });
  if (reading.state === 'absent') return undefined;
  if (reading.state !== 'read') throw unusable(path, problemInWords(reading));
  const { bytes, mode } = reading;
  try {
    // A byte order mark stays where it is.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, mode };
  } catch {
    throw unusable(path, 'it is not UTF-8 text.');
  }
}

/** Writes all or nothing, and keeps the file's mode; a new file is private. Returns whether others can read it. */
function writeEnv(path: string, values: EnvValues): boolean {
  const before = readEnv(path);
  const text = mergeEnv(before?.text ?? '', values);
  const mode = before === undefined ? PRIVATE_FILE : before.mode & 0o777;
  try {
    replaceAtomically(targetOf(path), (temporary) => {
      writeFileSync(temporary, text, { flag: 'wx', mode: PRIVATE_FILE, flush: true });
      chmodSync(temporary, mode);
    });
  } catch (error) {
    throw unusable(path, failureReason(error));
  }
  return process.platform !== 'win32' && (mode & 0o044) !== 0;
}

function unusable(file: string, reason: string): TokenTrayError {
  return new TokenTrayError('file_not_written', { file, reason });
}

/** Names and values of a `.env` file, in the order in which they are written. */
type EnvValues = ReadonlyMap<string, string>;

/** `NAME=` at the start of a line, as dotenv reads it. A comment does not match. */
const ASSIGNMENT = /^(\s*(?:export\s+)?)([A-Za-z_][\w.-]*)(\s*=[ \t]*)/;

/** The names that a `.env` text gives a value, or leaves blank, in their order. */
function envNames(text: string): string[] {
  return text.split('\n').flatMap((line) => ASSIGNMENT.exec(line)?.[2] ?? []);
}

/**
 * A `.env` text in which each name has its new value: in the place of the old one where it has a line, else at the
 * end. Comments, order, line ends and every other line stay as they are.
 */
export function mergeEnv(text: string, values: EnvValues): string {
  const lines = text.split('\n');
  const left = new Map(values);
  const merged: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const [start = '', , name = ''] = ASSIGNMENT.exec(line) ?? [];
    const value = values.get(name);
    if (value === undefined) {
      merged.push(line);
      continue;
    }
    left.delete(name);
    const { end, rest } = valueEnd(lines, index, line.slice(start.length));
    index = end;
    merged.push(`${start}${quoted(value)}${rest}`);
  }
  if (left.size === 0) return merged.join('\n');
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const before = merged.join('\n');
  const gap = before === '' || before.endsWith('\n') ? '' : lineEnd;
  return before + gap + envText(left, lineEnd);
}

function envText(values: EnvValues, lineEnd = '\n'): string {
  return Array.from(values, ([name, value]) => `${name}=${quoted(value)}${lineEnd}`).join('');
}

/** Where an old value ends, and what follows it: blanks, a comment, a carriage return. */
function valueEnd(
  lines: readonly string[],
  index: number,
  text: string,
): { end: number; rest: string } {
  const quote = /^["'`]/.exec(text)?.[0];
  if (quote !== undefined) {
    // A quoted value may go on over lines; a quote that is never closed is part of the value.
    for (let end = index, part = text.slice(1); ; part = lines[end] ?? '') {
      const close = part.indexOf(quote);
      if (close !== -1) return { end, rest: part.slice(close + 1) };
      end += 1;
      if (end >= lines.length) break;
    }
  }
  const comment = text.search(/\s#/);
  const value = comment === -1 ? text : text.slice(0, comment);
  return { end: index, rest: text.slice(value.trimEnd().length) };
}

/** Quoted if a reader of `.env` files would otherwise misread it. */
function quoted(value: string): string {
  if (/^[\w:/.@+%,~-]*$/.test(value)) return value;
  const quote = ["'", '"', '`'].find((mark) => !value.includes(mark)) ?? "'";
  return `${quote}${value}${quote}`;
}
