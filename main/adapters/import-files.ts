import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import type { CredentialSource } from '../core/credentials/read-credentials.ts';
import type { ImportPlace, ImportSources } from '../core/ports.ts';
import { isOpenToOthers } from './files/private-access.ts';
import { problemInWords, readRegularFile } from './files/read-regular-file.ts';
import { lkFile } from './lk/lk-command.ts';

interface ImportSourcesOptions {
  /** The user's home folder, where the LiveKit CLI keeps its file; `undefined` without one. */
  home: string | undefined;
  /** Folders whose `.env` files, compose file and LiveKit configuration are looked at. */
  folders: readonly string[];
  platform?: NodeJS.Platform;
}

const MAX_BYTES = 1024 * 1024;
const MAX_FILES = 50;
/** What a folder is looked through for, besides `.env` and its variants. */
const FOLDER_FILES = new Set([
  'livekit.yaml',
  'livekit.yml',
  'livekit.toml',
  'docker-compose.yml',
  'docker-compose.yaml',
  'compose.yml',
  'compose.yaml',
]);
/** Samples have gaps to fill in; importing a folder does not mean them. */
const SAMPLE = /\.(?:example|sample|template|dist|defaults?|tpl|schema)$/;

/** Finds files of other tools that hold LiveKit projects. They are opened for reading only, at each scan. */
export function createImportSources({
  home,
  folders,
  platform = process.platform,
}: ImportSourcesOptions): ImportSources {
  const paths = [...(home === undefined ? [] : [lkFile(home)]), ...folders];
  return {
    scan: async () => {
      const places = await Promise.all(
        [...new Set(paths)].map((path) => readImportPlace(path, platform)),
      );
      return places.filter((place) => place !== undefined);
    },
  };
}

/**
 * A file, or the files of a folder that may hold projects, with those that they point to (`key_file:`, `env_file:`,
 * `LIVEKIT_API_SECRET_FILE`) and the `.env` beside a compose file. `undefined`: there is nothing.
 */
export async function readImportPlace(
  path: string,
  platform: NodeJS.Platform = process.platform,
): Promise<ImportPlace | undefined> {
  const names = folderFiles(path);
  const folder = names === undefined ? dirname(path) : path;
  const files: CredentialSource[] = [];
  const warnings: string[] = [];
  const add = (file: string, followed: boolean): void => {
    const reading = readRegularFile(file, MAX_BYTES, { followLinks: true });
    if (reading.state === 'read') {
      // Windows has no such bits: the user's folder protects its files.
      if (platform !== 'win32' && isOpenToOthers(reading.mode) && !followed) {
        warnings.push(`Other users of this machine can read ${file}. Run: chmod 600 "${file}"`);
      }
      files.push({ name: file, content: reading.bytes, ...(followed ? { followed } : {}) });
    } else if (
      !followed &&
      reading.state !== 'absent' &&
      (reading.state !== 'damaged' || reading.isFile)
    ) {
      files.push({
        name: file,
        content: '',
        problem: `The file was not read: ${problemInWords(reading)}`,
      });
    }
  };
  for (const name of names ?? [basename(path)]) add(join(folder, name), false);
  if (files.length === 0) return undefined;
  if (names === undefined && /compose/.test(basename(path))) add(join(folder, '.env'), true);
  // Loaded with the first file, or every start would pay for its parsers.
  const { readCredentials } = await import('../core/credentials/read-credentials.ts');
  const known = new Set(files.map(({ name }) => name));
  for (const pointed of readCredentials(files).follow.slice(0, MAX_FILES)) {
    const file = isAbsolute(pointed) ? pointed : resolve(folder, pointed);
    if (!known.has(file)) add(file, true);
  }
  const id = createHash('sha256').update(path).digest('hex').slice(0, 16);
  return { id, path, files, ...(warnings.length === 0 ? {} : { warnings }) };
}

/** The names to look at in the folder at `path`, in a fixed order; `undefined` where it is no folder. */
function folderFiles(path: string): string[] | undefined {
  try {
    if (!statSync(path).isDirectory()) return undefined;
    return readdirSync(path)
      .filter(
        (name) =>
          FOLDER_FILES.has(name) || (/^\.env(?:\.[\w.-]+)?$/.test(name) && !SAMPLE.test(name)),
      )
      .toSorted()
      .slice(0, MAX_FILES);
  } catch {
    return undefined;
  }
}
