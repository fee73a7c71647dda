import { failure, type Failure } from './errors.ts';
import { RECOMMENDED_SECRET_LENGTH } from './limits.ts';
import { parseLiveKitUrl } from './livekit-url.ts';

export interface TypedCredentials {
  url?: string;
  apiKey?: string;
  apiSecret?: string;
}

export interface TidyCredentials {
  /** What is used: trimmed, the URL as ws or wss. */
  values: TypedCredentials;
  /** What was changed or looks odd, a sentence each, with the field it is about. */
  notices: { field: keyof TypedCredentials; message: string }[];
  /** The first thing that keeps these from being used. */
  problem?: Failure;
}

const LABELS = { url: 'URL', apiKey: 'API key', apiSecret: 'API secret' } as const;

/**
 * Reads a project's URL, key and secret as a person pasted them. The window calls it while they type,
 * the core when they save, so both say the same. Fields left out are not looked at.
 */
export function tidyCredentials(typed: TypedCredentials): TidyCredentials {
  const values: TypedCredentials = {};
  const notices: TidyCredentials['notices'] = [];
  let problem: Failure | undefined;
  for (const field of ['url', 'apiKey', 'apiSecret'] as const) {
    const text = typed[field];
    if (text === undefined) continue;
    const trimmed = text.trim();
    if (trimmed !== text) {
      notices.push({ field, message: `Blanks around the ${LABELS[field]} are left out.` });
    }
    values[field] = trimmed;
    problem ??= fieldProblem(field, trimmed);
  }
  if (values.url !== undefined) {
    const parsed = parseLiveKitUrl(values.url);
    if ('code' in parsed) problem ??= parsed;
    else {
      values.url = parsed.url;
      if (parsed.converted) {
        notices.push({
          field: 'url',
          message: `LiveKit clients use ${parsed.url}, so that is what is kept.`,
        });
      }
    }
  }
  if (looksSwapped(values)) problem ??= failure('key_and_secret_swapped', {}, 'apiKey');
  const { apiSecret } = values;
  if (apiSecret !== undefined && apiSecret !== '' && apiSecret.length < RECOMMENDED_SECRET_LENGTH) {
    notices.push({
      field: 'apiSecret',
      message: `LiveKit asks for secrets of at least ${RECOMMENDED_SECRET_LENGTH} characters; only a server in --dev mode takes a shorter one quietly.`,
    });
  }
  return { values, notices, ...(problem === undefined ? {} : { problem }) };
}

function fieldProblem(field: keyof TypedCredentials, text: string): Failure | undefined {
  if (field === 'url') return undefined;
  const missing = field === 'apiKey' ? 'api_key_missing' : 'api_secret_missing';
  const invalid = field === 'apiKey' ? 'api_key_invalid' : 'api_secret_invalid';
  if (text === '') return failure(missing, {}, field);
  return /\s/.test(text) ? failure(invalid, {}, field) : undefined;
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
