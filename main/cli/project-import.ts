import { basename, resolve } from 'node:path';
import { problemInWords, readTextFile } from '../adapters/files/read-regular-file.ts';
import { TokenTrayError } from '../contract/errors.ts';
import type { ImportReport } from '../contract/import-report.ts';
import type { CommandContext } from './context.ts';
import { valueOf, withCore } from './core-access.ts';
import { printable } from './output.ts';

/** Larger than any file of projects. */
const MAX_BYTES = 1024 * 1024;

/** `project import`: from a file, or from what is found of the LiveKit CLI and in this folder. */
export async function importProjects(
  context: CommandContext,
  file: string | undefined,
  { name: names, json = false }: { name?: string[]; json?: boolean },
): Promise<void> {
  const { io } = context;
  const chosen = names === undefined ? {} : { names };
  const read = file === undefined ? undefined : readImportFile(resolve(io.cwd, file));
  const reports = await withCore(context, 'locked', async ({ call }) => {
    if (read !== undefined) {
      const { path, ...file } = read;
      const { report } = valueOf(await call('import.run', { file, ...chosen }));
      return [{ path, report }];
    }
    const sources = valueOf(await call('import.scan'));
    const results: { path: string; report: ImportReport }[] = [];
    for (const { id, path, projects, warnings = [] } of sources) {
      const report =
        projects.length === 0
          ? { added: [], updated: [], skipped: [], warnings: [] }
          : valueOf(await call('import.run', { sourceId: id, ...chosen })).report;
      const all = new Set([...report.warnings, ...warnings]);
      results.push({ path, report: { ...report, warnings: [...all] } });
    }
    return results;
  });
  if (json) io.out(`${JSON.stringify(reports, null, 2)}\n`);
  else for (const { path, report } of reports) io.out(reportInWords(path, report));
  if (reports.length === 0 && !json) {
    io.out(
      'Nothing to import was found: no ~/.livekit/cli-config.yaml, and no .env.local, .env or livekit.yaml with a project in this folder.\n',
    );
  }
}

function readImportFile(path: string): { path: string; name: string; content: string } {
  const reading = readTextFile(path, MAX_BYTES, { followLinks: true });
  if (reading.state !== 'read') {
    throw new TokenTrayError('import_unreadable', { file: path, reason: problemInWords(reading) });
  }
  return { path, name: basename(path), content: reading.text };
}

function reportInWords(path: string, { added, updated, skipped, warnings }: ImportReport): string {
  const lines = [
    ...added.map((name) => `  added    ${printable(name)}`),
    ...updated.map((name) => `  updated  ${printable(name)}`),
    ...skipped.map(({ name, reason }) => `  skipped  ${printable(name)}: ${printable(reason)}`),
    ...warnings.map((warning) => `  note     ${printable(warning)}`),
  ];
  return [path, ...(lines.length === 0 ? ['  nothing to import'] : lines), ''].join('\n');
}
