import { parseEnvFile } from './parse-env-file.ts';
import type { ParsedImport } from './parsed-import.ts';
import { parseYamlFile } from './parse-yaml-file.ts';

export type { ParsedImport, ParsedProject } from './parsed-import.ts';

/**
 * Reads LiveKit projects out of the text of a file that another tool wrote: the LiveKit CLI's
 * `cli-config.yaml`, a `.env` file, or `livekit.yaml`. The kind is told by the name where the name
 * tells it, and otherwise by the content.
 *
 * Never throws: text that cannot be read answers no projects and a warning that says why, without
 * repeating any of it, since a broken line may be the one that holds the secret.
 */
export function parseImport(name: string, content: string): ParsedImport {
  const text = content.replace(/^\uFEFF/, '');
  const fileName = name.replace(/^.*[\\/]/, '').toLowerCase();
  return looksLikeEnvFile(fileName, text) ? parseEnvFile(text) : parseYamlFile(fileName, text);
}

function looksLikeEnvFile(fileName: string, text: string): boolean {
  if (/\.ya?ml$/.test(fileName)) return false;
  if (/(^|\.)env(\.|$)/.test(fileName)) return true;
  return /^[ \t]*(?:export[ \t]+)?[A-Za-z_][A-Za-z0-9_]*[ \t]*=/m.test(text);
}
