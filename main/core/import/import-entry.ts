import { importUrl, nameFromUrl } from './import-url.ts';
import type { ParsedImport } from './parsed-import.ts';

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
  return /<[^>]*>|^\$\{?[A-Za-z_]|^your[-_ ]/i.test(value.trim().slice(0, 512));
}
