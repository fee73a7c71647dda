import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { problemInWords, readTextFile } from '../adapters/files/read-regular-file.ts';
import { TokenTrayError } from '../contract/errors.ts';
import { defined, isJsonObject } from '../contract/json.ts';
import type { MintInput } from '../contract/mint.ts';
import { type CommandIo, UsageError } from './command-io.ts';
import { readStdin } from './credential-sources.ts';

/** The flags of `token` as the parser gives them. Names are those of `lk token create` where it has them. */
export interface TokenOptions {
  room?: string;
  identity?: string;
  name?: string;
  create?: boolean;
  list?: boolean;
  join?: boolean;
  admin?: boolean;
  egress?: boolean;
  ingress?: boolean;
  inference?: boolean;
  allowUpdateMetadata?: boolean;
  allowSource?: string[];
  metadata?: string;
  attribute?: string[];
  attributeFile?: string;
  validFor?: string;
  grant?: string;
  agent?: string;
  deployment?: string;
  jobMetadata?: string;
  project?: string;
  subdomain?: string;
  preset?: string;
  url?: string;
  apiKey?: string;
  apiSecretStdin?: boolean;
  apiSecretFile?: string;
  dev?: boolean;
  open?: string;
  json?: boolean;
  tokenOnly?: boolean;
  quiet?: boolean;
}

/** Attributes of a token may be 64 KiB together. */
const MAX_FILE_BYTES = 1024 * 1024;

/** Turns the flags into an input before any core is opened, so that a mistyped command fails first. */
export async function mintInputFrom(options: TokenOptions, io: CommandIo): Promise<MintInput> {
  const { metadata, validFor, agent, deployment, jobMetadata } = options;
  const attributes = await readAttributes(options, io);
  const expanded = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : expandLkTemplate(text, io.env);
  return {
    source: 'command',
    ...defined({
      room: expanded(options.room),
      identity: expanded(options.identity),
      name: expanded(options.name),
      metadata,
      attributes,
      ttlSeconds: validFor === undefined ? undefined : secondsOf(validFor),
      agents:
        agent === undefined
          ? undefined
          : [defined({ agentName: agent, deployment, metadata: jobMetadata })],
    }),
  };
}

function secondsOf(validFor: string): number {
  const seconds = parseGoDuration(validFor);
  if (seconds !== undefined && seconds >= 1) return seconds;
  const problem = 'takes a duration of at least 1s, such as 15m, 1h30m or 900s.';
  throw new UsageError('option_invalid', { option: '--valid-for', problem });
}

/**
 * The codes of `lk`'s templates, in UTC: `%t` 20260131235959, `%T` RFC 3339, `%Y %m %d %H %M %S` their parts, `%x`
 * twelve random hex digits, `%U` the user, `%h` this machine, `%p` the process. Other text stays as it is.
 */
function expandLkTemplate(text: string, env: CommandIo['env'], now: Date = new Date()): string {
  const iso = `${now.toISOString().slice(0, 19)}Z`;
  const random = randomBytes(6).toString('hex');
  const values: Readonly<Record<string, string>> = {
    t: iso.replace(/\D/g, ''),
    T: iso,
    Y: iso.slice(0, 4),
    m: iso.slice(5, 7),
    d: iso.slice(8, 10),
    H: iso.slice(11, 13),
    M: iso.slice(14, 16),
    S: iso.slice(17, 19),
    x: random,
    U: env['USER'] ?? env['USERNAME'] ?? '',
    h: hostname(),
    p: String(process.pid),
  };
  return text.replace(/%([tTYmdHMSxUhp])/g, (code, letter: string) => values[letter] ?? code);
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  '\u00b5s': 1e-6,
  '\u03bcs': 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/** Longest units first, or `ms` would be read as `m`. */
const DURATION_PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|h|m|s)/y;

/** A duration as Go writes it and the LiveKit CLI takes it, such as `5m` or `1h30m`, in whole seconds, rounded down. */
export function parseGoDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '0') return 0;
  let seconds = 0;
  DURATION_PART.lastIndex = 0;
  while (DURATION_PART.lastIndex < trimmed.length) {
    const match = DURATION_PART.exec(trimmed);
    if (match === null) return undefined;
    seconds += Number(match[1]) * (UNITS[match[2] ?? ''] ?? Number.NaN);
  }
  return trimmed === '' || !Number.isFinite(seconds) ? undefined : Math.floor(seconds + 1e-9);
}

/** `--attribute key=value`, and a JSON file whose values win, as in `lk`. */
async function readAttributes(
  { attribute, attributeFile }: TokenOptions,
  io: CommandIo,
): Promise<Record<string, string> | undefined> {
  if (attribute === undefined && attributeFile === undefined) return undefined;
  const pairs = (attribute ?? []).flatMap(parseAttributes);
  const fromFile = attributeFile === undefined ? [] : await attributesOf(attributeFile, io);
  return Object.fromEntries([...pairs, ...fromFile]);
}

/**
 * `k=v,x=y` as in `lk`: commas separate pairs. A value may be quoted: 'as it is', or "with \n, \" and commas".
 */
function parseAttributes(text: string): [string, string][] {
  return splitPairs(text).map((pair) => {
    const at = pair.indexOf('=');
    const key = pair.slice(0, Math.max(at, 0)).trim();
    if (key !== '') return [key, attributeValue(pair.slice(at + 1).trim())];
    throw new UsageError('option_invalid', {
      option: '--attribute',
      problem: `takes key=value, and commas between pairs. Quote a value with a comma: --attribute 'key="a, b"'.`,
    });
  });
}

/** At the commas outside of quotes; a quote opens only where a value begins. */
function splitPairs(text: string): string[] {
  const pairs: string[] = [];
  let start = 0;
  let quote = '';
  let place: 'key' | 'before value' | 'value' = 'key';
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (quote !== '') {
      if (character === '\\' && quote === '"') index += 1;
      else if (character === quote) quote = '';
    } else if (character === ',') {
      pairs.push(text.slice(start, index));
      start = index + 1;
      place = 'key';
    } else if (place === 'key') {
      if (character === '=') place = 'before value';
    } else if (place === 'before value' && character.trim() !== '') {
      if (character === '"' || character === "'") quote = character;
      place = 'value';
    }
  }
  const rest = text.slice(start);
  return rest.trim() === '' && pairs.length > 0 ? pairs : [...pairs, rest];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function attributeValue(text: string): string {
  if (/^'[^']*'$/.test(text)) return text.slice(1, -1);
  if (!/^"(?:[^"\\]|\\.)*"$/.test(text)) return text;
  return text.slice(1, -1).replace(/\\(.)/g, (_whole, letter: string) => ESCAPES[letter] ?? letter);
}

async function attributesOf(file: string, io: CommandIo): Promise<[string, string][]> {
  let text: string;
  if (file === '-') text = (await readStdin(io, MAX_FILE_BYTES)).toString('utf8');
  else {
    const reading = readTextFile(resolve(io.cwd, file), MAX_FILE_BYTES, { followLinks: true });
    if (reading.state !== 'read') throw unreadable(problemInWords(reading));
    text = reading.text;
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw unreadable('it is not JSON.');
  }
  const entries = isJsonObject(json) ? Object.entries(json) : [];
  const texts = entries.flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[key, value]] : [],
  );
  if (!isJsonObject(json) || texts.length !== entries.length) {
    throw unreadable('attributes are a JSON object whose values are all text.');
  }
  return texts;
}

function unreadable(reason: string): TokenTrayError {
  return new TokenTrayError('import_unreadable', { file: 'The file of --attribute-file', reason });
}
