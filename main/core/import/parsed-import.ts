import type { FoundSource } from '../../contract/import-report.ts';
import { parseLiveKitUrl } from '../../contract/livekit-url.ts';
import { isYamlMap, type YamlValue } from './read-yaml.ts';

/** A project as another tool's file has it, with its secret. The URL starts with ws:// or wss://. */
export interface ParsedProject {
  name: string;
  url: string;
  apiKey: string;
  apiSecret: string;
  /** Whether the file names it as the one to use. */
  isDefault: boolean;
}

/** What was read from one file. Nothing is skipped without a reason; no reason or warning repeats a secret. */
export interface ParsedImport {
  kind: FoundSource['kind'];
  projects: ParsedProject[];
  skipped: { name: string; reason: string }[];
  warnings: string[];
}

export type ImportUrl = { ok: true; url: string } | { ok: false; reason: string };

/** A project's URL as other tools write it, http(s) included, as ws or wss. */
export function importUrl(text: string): ImportUrl {
  if (text.trim() === '') return { ok: false, reason: 'It has no URL.' };
  const parsed = parseLiveKitUrl(text);
  if ('code' in parsed) return { ok: false, reason: `Its URL cannot be used. ${parsed.message}` };
  return { ok: true, url: parsed.url };
}

/**
 * A name for a project that has none: the first label of its host without the suffix that LiveKit
 * Cloud adds (`kitchen-demo-a1b2c3d4.livekit.cloud` is `kitchen-demo`), as the LiveKit CLI names them.
 */
export function nameFromUrl(url: string): string {
  const parsed = parseLiveKitUrl(url);
  const hostname = 'code' in parsed ? url : parsed.hostname;
  if (!hostname.endsWith('.livekit.cloud')) return hostname;
  const label = hostname.split('.')[0] ?? hostname;
  return label.replace(/-[^-]+$/, '');
}

/** What one place in a file says about a project, before it is known whether it is one. */
export interface ImportEntry {
  /** Empty: named after its URL. */
  name: string;
  /** What a skip is reported under where there is neither name nor URL. */
  fallbackName: string;
  url: string;
  apiKey: string;
  apiSecret: string;
  isDefault: boolean;
}

/** Adds the entry to the import's projects, or to its skipped ones with the reason. */
export function takeEntry(entry: ImportEntry, into: ParsedImport): void {
  const apiKey = entry.apiKey.trim();
  const apiSecret = entry.apiSecret.trim();
  const url = importUrl(entry.url);
  const given = entry.name.trim();
  const name = given === '' && url.ok ? nameFromUrl(url.url) : given;
  const skip = (reason: string): void => {
    into.skipped.push({ name: name === '' ? entry.fallbackName : name, reason });
  };

  if ([apiKey, apiSecret, entry.url].some(isPlaceholder))
    skip('It still holds a placeholder. Fill in the values in that file, then import again.');
  else if (!url.ok) skip(url.reason);
  else if (apiKey === '' && apiSecret === '') skip('It has no API key and no API secret.');
  else if (apiKey === '') skip('It has no API key.');
  else if (apiSecret === '') skip('It has no API secret.');
  else into.projects.push({ name, url: url.url, apiKey, apiSecret, isDefault: entry.isDefault });
}

/** `<your-api-key>` as samples ship it, or `${OTHER}` and `$OTHER`, which only a shell would fill. */
function isPlaceholder(value: string): boolean {
  return /<[^<>]*>|^\$\{?[A-Za-z_]|^your[-_ ]/i.test(value.trim().slice(0, 512));
}

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
