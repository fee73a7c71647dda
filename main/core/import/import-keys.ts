import { takeEntry } from './import-entry.ts';
import { isYamlMap, type YamlValue } from './read-yaml.ts';
import type { ParsedImport } from './parsed-import.ts';

/** Where livekit-server listens unless its configuration says otherwise. */
const SERVER_URL = 'ws://localhost:7880';

/**
 * The keys of a LiveKit server, `key: secret`, each as a project named after its key. A server's
 * own files do not know its public URL, so this machine is taken where none is given.
 *
 * @returns whether `keys` was such a map.
 */
export function takeKeys(keys: YamlValue, url: string, into: ParsedImport): boolean {
  if (!isYamlMap(keys)) return false;
  for (const [apiKey, apiSecret] of Object.entries(keys)) {
    takeEntry(
      {
        name: apiKey,
        fallbackName: apiKey,
        url: url === '' ? SERVER_URL : url,
        apiKey,
        apiSecret: typeof apiSecret === 'string' ? apiSecret : '',
        isDefault: false,
      },
      into,
    );
  }
  return true;
}
