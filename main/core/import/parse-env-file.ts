import { parse } from 'dotenv';
import { type ParsedImport, takeEntry, takeKeys } from './parsed-import.ts';
import { readYaml } from './read-yaml.ts';

/** The variables that LiveKit's tools and samples use, most usual first. */
const URL_NAMES = ['LIVEKIT_URL', 'LIVEKIT_WS_URL', 'NEXT_PUBLIC_LIVEKIT_URL'];
const KEY_NAMES = ['LIVEKIT_API_KEY', 'LIVEKIT_KEY'];
const SECRET_NAMES = ['LIVEKIT_API_SECRET', 'LIVEKIT_SECRET'];
const TOKEN_SERVER_ID_NAMES = [
  'LIVEKIT_SANDBOX_ID',
  'NEXT_PUBLIC_LIVEKIT_SANDBOX_ID',
  'SANDBOX_ID',
];

/** A `.env` or `.env.local` file: at most one project, and the keys of `LIVEKIT_KEYS`. */
export function parseEnvFile(text: string): ParsedImport {
  const result: ParsedImport = { kind: 'env', projects: [], skipped: [], warnings: [] };
  const values = parse(text);
  const url = firstOf(values, URL_NAMES);
  const apiKey = firstOf(values, KEY_NAMES);
  const apiSecret = firstOf(values, SECRET_NAMES);
  const keys = values['LIVEKIT_KEYS']?.trim() ?? '';

  if (apiKey !== '' || apiSecret !== '' || (url !== '' && keys === '')) {
    takeEntry(
      { name: '', fallbackName: 'LIVEKIT_URL', url, apiKey, apiSecret, isDefault: false },
      result,
    );
  }
  if (keys !== '') takeServerKeys(keys, url, result);
  if (result.projects.length === 0 && firstOf(values, TOKEN_SERVER_ID_NAMES) !== '') {
    result.warnings.push(
      'The file names a development token server of LiveKit Cloud. Its key and secret stay in the Cloud: create a key there to use the project here.',
    );
  }
  return result;
}

/** `LIVEKIT_KEYS` is YAML, "key: secret" lines, as livekit-server reads it. */
function takeServerKeys(keys: string, url: string, into: ParsedImport): void {
  const yaml = readYaml(keys.replaceAll('\\n', '\n'));
  if (!yaml.ok || !takeKeys(yaml.value, url, into)) {
    into.skipped.push({
      name: 'LIVEKIT_KEYS',
      reason: 'It cannot be read. Write it as "key: secret", with a space after the colon.',
    });
  }
}

function firstOf(values: Record<string, string>, names: readonly string[]): string {
  for (const name of names) {
    const value = values[name]?.trim() ?? '';
    if (value !== '') return value;
  }
  return '';
}
