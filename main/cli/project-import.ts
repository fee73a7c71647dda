import { defined } from '../contract/json.ts';
import { spawn } from 'node:child_process';
import { dirname, relative, resolve } from 'node:path';
import { createImportSources, readImportPlace } from '../adapters/import-files.ts';
import { createLk } from '../adapters/lk/create-lk.ts';
import { environmentForLk, SIGN_IN_ARGUMENTS } from '../adapters/lk/lk-command.ts';
import type { ImportReport } from '../contract/credential-import.ts';
import { TokenTrayError } from '../contract/errors.ts';
import type { ProjectView } from '../contract/project.ts';
import { activeProject } from '../contract/selectors.ts';
import type { FoundProject } from '../core/credentials/found.ts';
import { readCredentials } from '../core/credentials/read-credentials.ts';
import type { ImportPlace, Lk } from '../core/ports.ts';
import { type CommandIo, EXIT, ExitWith, printable, toJson } from './command-io.ts';
import { type CommandContext, valueOf, withCore, type CoreConnection } from './core-access.ts';
import { readStdin } from './credential-sources.ts';

export interface ProjectImportOptions {
  name?: string[];
  replace?: boolean;
  dryRun?: boolean;
  json?: boolean;
}

interface Result {
  path: string;
  report: ImportReport;
}

/** Larger than any file of projects. */
const MAX_STDIN_BYTES = 1024 * 1024;

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
  const places = await findPlaces(io, from);
  const dryRun = options.dryRun === true;
  const { results, before, after } = await withCore(
    context,
    dryRun ? 'read' : 'change',
    async (core) => {
      const first = valueOf(await core.call('state.get'));
      const taken: Result[] = [];
      for (const place of places) taken.push(await importPlace(core, place, options));
      if (from !== undefined) refuseEmpty(taken);
      return {
        results: taken.filter((result) => !isEmpty(result)),
        before: first,
        after: valueOf(await core.call('state.get')),
      };
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

async function findPlaces(io: CommandIo, from: string | undefined): Promise<ImportPlace[]> {
  if (from === '-') {
    const content = await readStdin(io, MAX_STDIN_BYTES);
    return [{ id: '-', path: 'standard input', files: [{ name: 'the paste', content }] }];
  }
  if (from === undefined) {
    const home = io.env['HOME'] ?? io.env['USERPROFILE'];
    // Not in the running host, whose working folder is another one.
    return createImportSources({ home, folders: [io.cwd] }).scan();
  }
  const path = resolve(io.cwd, from);
  const place = await readImportPlace(path);
  if (place !== undefined) return [place];
  // People paste the secret itself where a file is asked for, so the path is not repeated.
  const reason = 'there is no such file, or nothing in it to read.';
  throw new TokenTrayError('import_unreadable', { file: 'What was named', reason });
}

async function importPlace(
  { call }: CoreConnection,
  { path, files, warnings = [] }: ImportPlace,
  { name: names, replace = false, dryRun = false }: ProjectImportOptions,
): Promise<Result> {
  const folder = dirname(files[0]?.name ?? '');
  const sources = files.map(({ name, content, followed = false }) => ({
    name: relative(folder, name),
    bytes: Buffer.from(content).toString('base64'),
    ...(followed ? { followed } : {}),
  }));
  const reading = valueOf(await call('credentials.read', { sources }));
  const problems = files.flatMap(({ problem = [] }) => problem);
  const input = defined({ readingId: reading.id, names });
  const preview = valueOf(await call('import.preview', input));
  const accept = replace
    ? preview.questions.filter(({ kind }) => kind === 'replace').map(({ id }) => id)
    : [];
  const report =
    dryRun || reading.projects.length === 0
      ? preview
      : valueOf(await call('import.run', { ...input, accept })).report;
  const asked = replace
    ? []
    : preview.questions.map(({ message }) => `${message} Use --replace to accept it.`);
  const notes = [
    ...problems,
    ...(reading.projects.length === 0 ? [] : warnings),
    ...report.warnings,
    ...asked,
  ];
  const { added, updated, skipped } = report;
  return { path, report: { added, updated, skipped, warnings: [...new Set(notes)] } };
}

function isEmpty({ report: { added, updated, skipped, warnings } }: Result): boolean {
  return added.length + updated.length + skipped.length + warnings.length === 0;
}

/** A file named on the command line must hold a project, or an attempt at one. */
function refuseEmpty(results: readonly Result[]): void {
  for (const { path, report } of results) {
    const { added, updated, skipped, warnings } = report;
    if (added.length + updated.length + skipped.length > 0) continue;
    const reason = warnings[0] ?? 'it names no URL, API key and secret.';
    throw new TokenTrayError('import_empty', { file: path, reason });
  }
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
    return 'Found nothing to import: no ~/.livekit/cli-config.yaml, and no .env.local, .env or livekit.yaml with a project in this folder.\n';
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

/**
 * Runs `lk cloud auth` in this terminal, where it asks its questions, and returns the project that it adds to its
 * file. Throws `lk_missing`, `lk_failed` or `lk_added_nothing`.
 */
export async function signInWithLk(io: CommandIo): Promise<FoundProject> {
  const home = io.env['HOME'] ?? io.env['USERPROFILE'];
  const lk = createLk({ home, env: io.env });
  const path = lk.find();
  if (path === undefined) throw new TokenTrayError('lk_missing');
  const before = new Set((await projectsOf(lk)).map(fingerprint));
  const code = await run(path, io);
  const added = (await projectsOf(lk)).find((project) => !before.has(fingerprint(project)));
  if (added !== undefined) return added;
  if (code === 0) throw new TokenTrayError('lk_added_nothing');
  throw new TokenTrayError('lk_failed', { reason: `it ended with ${code ?? 'a signal'}.` });
}

/** What lk prints goes to stderr: stdout is for this command's result. */
function run(path: string, { env }: CommandIo): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, SIGN_IN_ARGUMENTS, {
      stdio: ['inherit', 2, 2],
      env: environmentForLk(env),
    });
    child.once('error', (error) => {
      reject(new TokenTrayError('lk_failed', { reason: error.message }));
    });
    child.once('exit', resolve);
  });
}

async function projectsOf(lk: Lk): Promise<FoundProject[]> {
  const place = await lk.read();
  const { projects } = readCredentials(place?.files ?? []);
  return projects.filter(({ missing }) => missing.length === 0);
}

function fingerprint({ url, apiKey, apiSecret }: FoundProject): string {
  return JSON.stringify([url?.value, apiKey?.value, apiSecret?.value]);
}
