import { homedir } from 'node:os';
import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { createImportSources } from '../adapters/import-files.ts';
import { problemInWords, readRegularFile } from '../adapters/files/read-regular-file.ts';
import { TokenTrayError } from '../contract/errors.ts';
import type { ImportReport } from '../contract/import-report.ts';
import type { ProjectView } from '../contract/project.ts';
import { activeProject } from '../contract/selectors.ts';
import { decodeText } from '../core/credentials/decode-text.ts';
import type { CommandContext, CommandIo } from './context.ts';
import { valueOf, withCore, type CoreConnection } from './core-access.ts';
import { EXIT, ExitWith } from './exit.ts';
import { printable, toJson } from './output.ts';
import { readStdin } from './secret-source.ts';

export interface ProjectImportOptions {
  name?: string[];
  replace?: boolean;
  dryRun?: boolean;
  json?: boolean;
}

interface Source {
  path: string;
  name: string;
  content: string;
  warnings: readonly string[];
}

interface Result {
  path: string;
  report: ImportReport;
}

/** Larger than any file of projects. */
const MAX_BYTES = 1024 * 1024;

/**
 * `project import`: from a file, a folder, stdin, or what is found of the LiveKit CLI and in this folder. The
 * exit code is 0 where something was added or updated, 3 where there was nothing to do, 1 where all was refused.
 */
export async function importProjects(
  context: CommandContext,
  from: string | undefined,
  options: ProjectImportOptions,
): Promise<void> {
  const { io } = context;
  const sources = await readSources(io, from);
  const dryRun = options.dryRun === true;
  const { results, before, after } = await withCore(
    context,
    dryRun ? 'read' : 'change',
    async (core) => {
      const first = valueOf(await core.call('state.get'));
      const taken: Result[] = [];
      for (const source of sources) taken.push(await importSource(core, source, options));
      return { results: taken, before: first, after: valueOf(await core.call('state.get')) };
    },
  );
  const active = activeProject(after);
  const switched = active !== undefined && active.id !== before.activeProjectId;
  if (options.json === true) {
    io.out(toJson({ dry_run: dryRun, sources: results, active: active?.slug ?? null }));
  } else {
    io.out(inWords(results, dryRun, switched ? active : undefined));
  }
  const code = exitCodeOf(results);
  if (code !== EXIT.done) throw new ExitWith(code);
}

async function readSources(io: CommandIo, from: string | undefined): Promise<Source[]> {
  if (from === '-') {
    const content = textOf(await readStdin(io, MAX_BYTES), 'Standard input');
    return [{ path: 'standard input', name: 'the paste', content, warnings: [] }];
  }
  if (from === undefined) return findSources({ home: homeOf(io), folders: [io.cwd] });
  const path = resolve(io.cwd, from);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
    return findSources({ home: undefined, folders: [path] });
  }
  const reading = readRegularFile(path, MAX_BYTES, { followLinks: true });
  if (reading.state !== 'read') {
    // Where a file is asked for, people paste the secret itself, so it is not repeated.
    const file = reading.state === 'absent' ? 'The file' : path;
    throw new TokenTrayError('import_unreadable', { file, reason: problemInWords(reading) });
  }
  return [{ path, name: basename(path), content: textOf(reading.bytes, path), warnings: [] }];
}

async function findSources(where: {
  home: string | undefined;
  folders: readonly string[];
}): Promise<Source[]> {
  const found = await createImportSources(where).scan();
  return found.map(({ source: { path, warnings = [] }, name, content }) => ({
    path,
    name,
    content,
    warnings,
  }));
}

function homeOf({ env }: CommandIo): string | undefined {
  return env['HOME'] ?? env['USERPROFILE'] ?? homedir();
}

function textOf(bytes: Uint8Array, file: string): string {
  const decoded = decodeText(bytes);
  if (decoded.ok) return decoded.text;
  throw new TokenTrayError('import_unreadable', { file, reason: decoded.reason });
}

async function importSource(
  { call }: CoreConnection,
  { path, name, content, warnings }: Source,
  { name: names, replace = false, dryRun = false }: ProjectImportOptions,
): Promise<Result> {
  const input = { file: { name, content }, ...(names === undefined ? {} : { names }) };
  const preview = valueOf(await call('import.preview', input));
  const accept = replace
    ? preview.questions.filter(({ kind }) => kind === 'replace').map(({ id }) => id)
    : [];
  let report: ImportReport = preview;
  if (!dryRun) report = valueOf(await call('import.run', { ...input, accept })).report;
  const asked = replace
    ? []
    : preview.questions.map(({ message }) => `${message} Use --replace to take it.`);
  const all = new Set([...warnings, ...report.warnings, ...asked]);
  const { added, updated, skipped } = report;
  return { path, report: { added, updated, skipped, warnings: [...all] } };
}

function exitCodeOf(results: readonly Result[]): number {
  const count = (of: (report: ImportReport) => readonly unknown[]): number =>
    results.reduce((sum, { report }) => sum + of(report).length, 0);
  if (count(({ added, updated }) => [...added, ...updated]) > 0) return EXIT.done;
  return count(({ skipped }) => skipped) > 0 ? EXIT.failed : EXIT.nothingToDo;
}

function inWords(
  results: readonly Result[],
  dryRun: boolean,
  nowActive: ProjectView | undefined,
): string {
  if (results.length === 0) {
    return 'Nothing to import was found: no ~/.livekit/cli-config.yaml, and no .env.local, .env or livekit.yaml with a project in this folder.\n';
  }
  const [added, updated] = dryRun ? ['would add', 'would update'] : ['added', 'updated'];
  const reports = results.map(({ path, report }) => {
    const lines = [
      ...report.added.map((name) => [added, name]),
      ...report.updated.map((name) => [updated, name]),
      ...report.skipped.map(({ name, reason }) => ['skipped', `${name}: ${reason}`]),
      ...report.warnings.map((warning) => ['note', warning]),
    ].map(([label = '', text = '']) => `  ${label.padEnd(dryRun ? 12 : 7)}  ${printable(text)}`);
    const shown = lines.length === 0 ? ['  nothing new'] : lines;
    return `${[printable(path), ...shown].join('\n')}\n`;
  });
  const active =
    nowActive === undefined
      ? ''
      : `${printable(nowActive.name)} is now active; apps get ${printable(nowActive.url)}.\n`;
  return reports.join('') + active;
}
