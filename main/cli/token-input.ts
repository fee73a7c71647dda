import { resolve } from 'node:path';
import { problemInWords, readTextFile } from '../adapters/files/read-regular-file.ts';
import type { MintInput } from '../contract/calls.ts';
import { TokenTrayError } from '../contract/errors.ts';
import { isJsonObject } from '../contract/json.ts';
import { MIN_TTL_SECONDS } from '../contract/limits.ts';
import { UsageError } from './exit.ts';
import type { TokenOptions } from './token-command.ts';

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
const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|h|m|s)/y;

/** A duration as Go writes it and the LiveKit CLI takes it, such as `5m` or `1h30m`, in whole seconds, rounded down. */
export function parseGoDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '0') return 0;
  let seconds = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < trimmed.length) {
    const match = PART.exec(trimmed);
    if (match === null) return undefined;
    seconds += Number(match[1]) * (UNITS[match[2] ?? ''] ?? Number.NaN);
  }
  return trimmed === '' || !Number.isFinite(seconds) ? undefined : Math.floor(seconds + 1e-9);
}

/** Attributes of a token may be 64 KiB together. */
const MAX_BYTES = 1024 * 1024;

/** Checks what needs no core, so that a mistyped command fails before anything is started. */
export async function mintInputFrom(options: TokenOptions, cwd: string): Promise<MintInput> {
  const { room, identity, name, metadata, validFor } = options;
  if (options.json === true && options.tokenOnly === true) {
    throw new UsageError('options_exclude', { option: '--json', other: '--token-only' });
  }
  if (options.agent === undefined) {
    for (const [option, value] of [
      ['--deployment', options.deployment],
      ['--job-metadata', options.jobMetadata],
    ]) {
      if (value === undefined) continue;
      const remedy = `${option} says something about an agent; name it with --agent.`;
      throw new UsageError('option_missing', { option: '--agent', remedy });
    }
  }
  const attributes = await readAttributes(options, cwd);
  return {
    source: 'command',
    ...(room === undefined ? {} : { room }),
    ...(identity === undefined ? {} : { identity }),
    ...(name === undefined ? {} : { name }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(attributes === undefined ? {} : { attributes }),
    ...(validFor === undefined ? {} : { ttlSeconds: seconds(validFor) }),
    ...(options.agent === undefined ? {} : { agents: [agentFrom(options, options.agent)] }),
  };
}

function seconds(validFor: string): number {
  const ttlSeconds = parseGoDuration(validFor);
  if (ttlSeconds === undefined) throw new UsageError('ttl_invalid', { value: validFor });
  if (ttlSeconds < MIN_TTL_SECONDS) throw new UsageError('ttl_too_short');
  return ttlSeconds;
}

function agentFrom(
  { deployment, jobMetadata }: TokenOptions,
  agentName: string,
): NonNullable<MintInput['agents']>[number] {
  return {
    agentName,
    ...(deployment === undefined ? {} : { deployment }),
    ...(jobMetadata === undefined ? {} : { metadata: jobMetadata }),
  };
}

/** `--attribute key=value`, and a JSON file whose values win, as in `lk`. */
async function readAttributes(
  { attribute, attributeFile }: TokenOptions,
  cwd: string,
): Promise<Record<string, string> | undefined> {
  if (attribute === undefined && attributeFile === undefined) return undefined;
  const pairs = (attribute ?? []).map((text): [string, string] => {
    const at = text.indexOf('=');
    if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
    throw new UsageError('option_invalid', { option: '--attribute', problem: 'takes key=value.' });
  });
  const fromFile =
    attributeFile === undefined ? [] : await attributesOf(resolve(cwd, attributeFile));
  return Object.fromEntries([...pairs, ...fromFile]);
}

async function attributesOf(path: string): Promise<[string, string][]> {
  const reading = readTextFile(path, MAX_BYTES, { followLinks: true });
  if (reading.state !== 'read') {
    throw new TokenTrayError('import_unreadable', { file: path, reason: problemInWords(reading) });
  }
  let json: unknown;
  try {
    json = JSON.parse(reading.text);
  } catch {
    throw new TokenTrayError('import_unreadable', { file: path, reason: 'it is not JSON.' });
  }
  const entries = isJsonObject(json) ? Object.entries(json) : [];
  const texts = entries.flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[key, value]] : [],
  );
  if (!isJsonObject(json) || texts.length !== entries.length) {
    const reason = 'attributes are a JSON object whose values are all text.';
    throw new TokenTrayError('import_unreadable', { file: path, reason });
  }
  return texts;
}
