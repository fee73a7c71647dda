import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { FoundSource } from '../contract/import-report.ts';
import type { ImportSources } from '../core/ports.ts';
import { isOpenToOthers } from './files/private-mode.ts';
import { problemInWords, readRegularFile } from './files/read-regular-file.ts';

export interface ImportSourcesOptions {
  /** The user's home folder, where the LiveKit CLI keeps its file; `undefined` where there is none. */
  home: string | undefined;
  /** Folders whose `.env.local`, `.env` and `livekit.yaml` are looked at. */
  folders: readonly string[];
  platform?: NodeJS.Platform;
}

/** Larger than any configuration of projects. */
const MAX_BYTES = 1024 * 1024;
const PROJECT_FILES = ['.env.local', '.env', 'livekit.yaml'];

/** Finds files of other tools that hold LiveKit projects. They are opened for reading only, at each scan. */
export function createImportSources({
  home,
  folders,
  platform = process.platform,
}: ImportSourcesOptions): ImportSources {
  const paths = [
    ...(home === undefined ? [] : [join(home, '.livekit', 'cli-config.yaml')]),
    ...folders.flatMap((folder) => PROJECT_FILES.map((name) => join(folder, name))),
  ];
  return {
    scan: async () => {
      const found = await Promise.all(
        [...new Set(paths)].map((path) => readSource(path, platform)),
      );
      return found.filter((source) => source !== undefined);
    },
  };
}

async function readSource(
  path: string,
  platform: NodeJS.Platform,
): Promise<Awaited<ReturnType<ImportSources['scan']>>[number] | undefined> {
  const file = readText(path);
  if (file === undefined) return undefined;
  const name = basename(path);
  // Loaded with the first file: a start would pay for its parsers otherwise.
  const { parseImport } = await import('../core/import/parse-import.ts');
  const parsed = parseImport(name, file.content);
  const warnings = [
    ...(file.problem === undefined ? [] : [file.problem]),
    ...parsed.warnings,
    ...parsed.skipped.map((skipped) => `"${skipped.name}" is left out. ${skipped.reason}`),
  ];
  if (parsed.projects.length === 0 && warnings.length === 0) return undefined;
  // Windows has no such bits: its files are protected by the folder of the user.
  if (platform !== 'win32' && isOpenToOthers(file.mode) && parsed.projects.length > 0) {
    warnings.push(`Other users of this machine can read this file. Run: chmod 600 "${path}"`);
  }
  const source: FoundSource = {
    id: createHash('sha256').update(path).digest('hex').slice(0, 16),
    kind: parsed.kind,
    path,
    projects: parsed.projects.map(({ apiSecret: _secret, ...project }) => ({
      ...project,
      known: false,
    })),
    ...(warnings.length === 0 ? {} : { warnings }),
  };
  return { source, name, content: file.content };
}

interface FileText {
  content: string;
  mode: number;
  problem?: string;
}

/** Absent and odd files are passed over in silence; one that cannot be read is mentioned. */
function readText(path: string): FileText | undefined {
  const reading = readRegularFile(path, MAX_BYTES, { followLinks: true });
  if (reading.state === 'read')
    return { content: reading.bytes.toString('utf8'), mode: reading.mode };
  if (reading.state === 'absent' || (reading.state === 'damaged' && !reading.isFile))
    return undefined;
  return { content: '', mode: 0, problem: `The file was not read: ${problemInWords(reading)}` };
}
