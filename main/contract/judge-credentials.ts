import { failure, type ErrorCode, type Failure } from './errors.ts';
import { RECOMMENDED_SECRET_LENGTH } from './limits-and-defaults.ts';
import { parseLiveKitUrl } from './livekit-url.ts';
import { isMasked, isPlaceholder, isReference } from './stand-ins.ts';

export interface TypedCredentials {
  url?: string;
  apiKey?: string;
  apiSecret?: string;
}

export type CredentialField = keyof TypedCredentials;

interface JudgedCredentials {
  /** What is used: trimmed and repaired, the URL as ws or wss. */
  values: TypedCredentials;
  /** What was repaired or looks odd, a sentence each. Never quotes the secret. */
  notices: { field: CredentialField; kind: 'repaired' | 'doubtful'; message: string }[];
  /** The first thing that keeps these from being used. */
  problem?: Failure;
}

export const CREDENTIAL_LABELS = {
  url: 'URL',
  apiKey: 'API key',
  apiSecret: 'API secret',
} as const;
const FIELDS = ['url', 'apiKey', 'apiSecret'] as const;
const MAX_LENGTH = { url: 2048, apiKey: 256, apiSecret: 1024 } as const;

/**
 * Judges a project's URL, key and secret, while they are typed and before the core keeps them. What can mean only one
 * thing is repaired, with a notice; the rest is refused with a reason. Missing fields are skipped.
 */
export function judgeCredentials(typed: TypedCredentials): JudgedCredentials {
  const values: TypedCredentials = {};
  const notices: JudgedCredentials['notices'] = [];
  let problem: Failure | undefined;
  const given = exchangeUrlAndKey(typed, notices);
  for (const field of FIELDS) {
    const text = given[field];
    if (text === undefined) continue;
    const cleaned = clean(text, field);
    for (const message of cleaned.repairs) notices.push({ field, kind: 'repaired', message });
    values[field] = cleaned.value;
    const found = fieldProblem(field, cleaned.value);
    if (found !== undefined) {
      problem ??= found;
      continue;
    }
    if (field !== 'url') continue;
    const parsed = parseLiveKitUrl(cleaned.value);
    if ('code' in parsed) {
      problem ??= parsed;
      continue;
    }
    values.url = parsed.url;
    for (const message of parsed.repairs) notices.push({ field, kind: 'repaired', message });
  }
  if (looksSwapped(values)) problem ??= failure('key_and_secret_swapped', {}, 'apiKey');
  notices.push(...doubts(values));
  return { values, notices, ...(problem === undefined ? {} : { problem }) };
}

/** A key as LiveKit makes them: `API` and about a dozen letters and digits. */
export function isGeneratedKey(text: string): boolean {
  return /^API[A-Za-z0-9]{8,20}$/.test(text);
}

/** A secret as LiveKit makes them. Keys are shorter, and begin with `API`. */
export function isGeneratedSecret(text: string): boolean {
  return /^[A-Za-z0-9+/=_-]{30,128}$/.test(text) && !isGeneratedKey(text);
}

export function isToken(text: string): boolean {
  return /^eyJ[\w-]{8,}\.eyJ[\w-]{2,}\.[\w-]*$/.test(text);
}

/** A URL and a key in each other's place cannot be mistaken, so they are exchanged. */
function exchangeUrlAndKey(
  typed: TypedCredentials,
  notices: JudgedCredentials['notices'],
): TypedCredentials {
  const url = typed.url?.trim();
  const apiKey = typed.apiKey?.trim();
  if (url === undefined || apiKey === undefined) return typed;
  if (!isGeneratedKey(url) || !/^(?:wss?|https?):\/\//i.test(apiKey)) return typed;
  notices.push({
    field: 'url',
    kind: 'repaired',
    message: 'The URL and the API key were swapped. They are exchanged.',
  });
  return { ...typed, url: apiKey, apiKey: url };
}

const QUOTES: readonly [open: string, close: string][] = [
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['\u201c', '\u201d'],
  ['\u201d', '\u201d'],
  ['\u201e', '\u201c'],
  ['\u201e', '\u201d'],
  ['\u2018', '\u2019'],
  ['\u2019', '\u2019'],
  ['\u201a', '\u2018'],
  ['\u00ab', '\u00bb'],
  ['\u00bb', '\u00ab'],
  ['\u300c', '\u300d'],
  ['\uff02', '\uff02'],
  ['\u2033', '\u2033'],
];

function clean(text: string, field: CredentialField): { value: string; repairs: string[] } {
  const label = CREDENTIAL_LABELS[field];
  const repairs: string[] = [];
  let value = text.slice(0, 65_536);

  // No URL, key or secret has zero-width characters, but pages and chats add them to copied text.
  const visible = withoutFormatEdges(value.replace(/[\u00ad\u200b\u2060\ufeff]/g, ''));
  if (visible !== value) repairs.push(`Invisible characters in the ${label} are left out.`);
  value = visible.trim();
  if (value !== visible) repairs.push(`Blanks around the ${label} are left out.`);

  const bare = unquoted(value);
  if (bare !== value) repairs.push(`Quotes around the ${label} are left out.`);
  value = bare;

  const linked = field === 'url' ? /^<((?:wss?|https?):\/\/[^<>]+)>$/i.exec(value) : null;
  if (linked !== null) {
    value = linked[1] ?? value;
    repairs.push('Angle brackets around the URL are left out.');
  }

  const named = /^(?:export\s+)?[A-Z][A-Z0-9_]{0,60}_(URL|KEY|SECRET)\s{0,8}[=:]\s{0,8}(?=\S)/.exec(
    value,
  );
  const role = { URL: 'url', KEY: 'apiKey', SECRET: 'apiSecret' }[named?.[1] ?? ''];
  if (named !== null && role === field) {
    repairs.push(`The variable's name before the ${label} is left out.`);
    value = unquoted(value.slice(named[0].length));
  }
  return { value, repairs };
}

/** Without direction marks and other format characters at both ends, among blanks or not. */
function withoutFormatEdges(text: string): string {
  const first = text.search(/[^\p{Cf}\s]/u);
  if (first === -1) return text.replace(/\p{Cf}/gu, '');
  let last = text.length;
  while (/[\p{Cf}\s]/u.test(text[last - 1] ?? '')) last -= 1;
  const edges = [text.slice(0, first), text.slice(last)].map((edge) =>
    edge.replace(/\p{Cf}/gu, ''),
  );
  return edges.join(text.slice(first, last));
}

/** Without the pairs of quotes around it, and the comma or semicolon that code has after them. */
export function unquoted(text: string): string {
  let value = text;
  for (let depth = 0; depth < 3; depth += 1) {
    const inner = value.replace(/[,;]$/, '');
    const pair = QUOTES.find(
      ([open, close]) => inner.length > 1 && inner.startsWith(open) && inner.endsWith(close),
    );
    if (pair === undefined) break;
    value = inner.slice(1, -1).trim();
  }
  return value;
}

function fieldProblem(field: CredentialField, text: string): Failure | undefined {
  const say = (code: ErrorCode): Failure =>
    failure(code, { field: CREDENTIAL_LABELS[field] }, field);
  const is = (found: string): Failure =>
    failure('credential_is_other', { found, field: CREDENTIAL_LABELS[field] }, field);
  if (text === '') {
    return failure(
      ({ url: 'url_invalid', apiKey: 'api_key_missing', apiSecret: 'api_secret_missing' } as const)[
        field
      ],
      {},
      field,
    );
  }
  if (text.length > MAX_LENGTH[field]) return say('credential_too_long');
  if (isToken(text)) return is('a token made from a key and secret');
  if (isMasked(text)) return say('credential_masked');
  if (isReference(text)) return say('credential_reference');
  if (isPlaceholder(text)) return say('credential_placeholder');
  if (field === 'url') {
    if (isGeneratedKey(text)) return is('an API key');
    return isGeneratedSecret(text) && !/[./]/.test(text) ? is('an API secret') : undefined;
  }
  if (/^(?:wss?|https?):\/\//i.test(text)) return is('a URL');
  if (/[\p{Cc}\p{Cf}]/u.test(text.replace(/\s/g, ''))) return say('credential_characters');
  if (!/\s/.test(text)) return undefined;
  return failure(field === 'apiKey' ? 'api_key_invalid' : 'api_secret_invalid', {}, field);
}

/** LiveKit's generated keys are `API` and 12 characters; its secrets are longer and begin with anything. */
function looksSwapped({ apiKey, apiSecret }: TypedCredentials): boolean {
  return (
    apiKey !== undefined &&
    apiSecret !== undefined &&
    apiSecret.startsWith('API') &&
    apiSecret.length < 24 &&
    !apiKey.startsWith('API') &&
    apiKey.length > apiSecret.length
  );
}

function doubts({ apiKey, apiSecret }: TypedCredentials): JudgedCredentials['notices'] {
  const found: JudgedCredentials['notices'] = [];
  if (
    apiKey !== undefined &&
    apiSecret === undefined &&
    apiKey.length >= RECOMMENDED_SECRET_LENGTH
  ) {
    found.push({
      field: 'apiKey',
      kind: 'doubtful',
      message: 'This is long for an API key. Is it the secret?',
    });
  }
  for (const field of ['apiKey', 'apiSecret'] as const) {
    const value = { apiKey, apiSecret }[field];
    // oxlint-disable-next-line no-control-regex
    if (value !== undefined && /[^\x00-\x7f]/.test(value)) {
      found.push({
        field,
        kind: 'doubtful',
        message: `The ${CREDENTIAL_LABELS[field]} holds a letter that is not plain ASCII. LiveKit's own keys have none; type it again if tokens are refused.`,
      });
    }
  }
  if (apiKey !== undefined && apiKey !== '' && apiKey === apiSecret) {
    found.push({
      field: 'apiSecret',
      kind: 'doubtful',
      message: 'The API key and the API secret are the same text.',
    });
  }
  if (apiSecret !== undefined && apiSecret !== '' && apiSecret.length < RECOMMENDED_SECRET_LENGTH) {
    found.push({
      field: 'apiSecret',
      kind: 'doubtful',
      message: `LiveKit asks for secrets of at least ${RECOMMENDED_SECRET_LENGTH} characters; only a server in --dev mode takes a shorter one quietly.`,
    });
  }
  return found;
}
