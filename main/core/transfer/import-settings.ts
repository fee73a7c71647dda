import * as v from 'valibot';
import { TokenTrayError } from '../../contract/errors.ts';
import type { ImportQuestion, ImportReport } from '../../contract/import-report.ts';
import type { Preset } from '../../contract/preset.ts';
import type { Project } from '../../contract/project.ts';
import type { ServerSettings, Settings } from '../../contract/settings.ts';
import type { Plan } from '../change/change.ts';
import { checkTemplates, requireTidy, requireTokenServerId } from '../change/project-rules.ts';
import { freeName, freeSlug, replaced } from '../change/rules.ts';
import { withServerChanges } from '../change/server-rules.ts';
import type { State } from '../state/state.ts';
import { lanKeyIfMissing, type Vault } from '../state/vault.ts';
import { TransferFileSchema, type TransferFile } from './export.ts';

export interface PlannedImport {
  plan: Plan;
  report: ImportReport;
  questions: ImportQuestion[];
}

/**
 * What taking an exported file in comes to. What the file has replaces what is here under the same id, slug
 * or name, the rest is added, nothing is removed. What would open a door or replace a key is a question, and
 * is taken only where `accept` has its id. Throws `import_unreadable`, and what the form would refuse.
 */
export function planSettingsImport(
  state: State,
  vault: Vault,
  content: string,
  accept: ReadonlySet<string>,
): PlannedImport {
  const file = readTransferFile(content);
  const report: ImportReport = { added: [], updated: [], skipped: [], warnings: [] };
  const doors = askAboutDoors(state.settings.server, file.settings.server, accept);
  const merged = mergePresets(state.settings.presets, file.settings.presets, accept);
  const questions = [...doors.questions, ...merged.questions];
  const secrets = new Map<string, string | undefined>();
  let { projects } = state.settings;
  let activeProjectId: string | undefined;

  for (const incoming of file.settings.projects) {
    const known = match(state.settings.projects, incoming);
    const secret = file.secrets?.[incoming.id];
    try {
      const taken = checked(incoming, known, secret, projects);
      taken.presetId = merged.ids.get(taken.presetId) ?? taken.presetId;
      if (known === undefined) {
        projects = [...projects, taken];
        report.added.push(taken.name);
      } else {
        const question = askAboutProject(known, taken, secret, vault);
        if (question !== undefined) questions.push(question);
        if (question !== undefined && !accept.has(question.id)) {
          report.skipped.push({ name: known.name, reason: `Not taken. ${question.message}` });
          continue;
        }
        projects = replaced(projects, taken);
        report.updated.push(taken.name);
      }
      const isOtherKey = known !== undefined && known.apiKey !== taken.apiKey;
      if (secret !== undefined || isOtherKey) secrets.set(taken.id, secret);
      const hasSecret = known !== undefined && !isOtherKey && vault.read(known).state === 'set';
      if (secret === undefined && !hasSecret && taken.source !== 'local') {
        report.warnings.push(`The file has no secret for "${taken.name}". Enter it in Projects.`);
      }
      if (incoming.id === file.settings.activeProjectId) activeProjectId = taken.id;
    } catch (error) {
      if (!(error instanceof TokenTrayError)) throw error;
      report.skipped.push({ name: incoming.name, reason: error.message });
    }
  }

  const { app } = state.settings;
  const settings: Settings = {
    ...state.settings,
    revision: state.settings.revision + 1,
    projects,
    presets: merged.presets,
    server: withServerChanges(state.settings.server, doors.server),
    app: { ...file.settings.app, startAtLogin: app.startAtLogin },
  };
  if (settings.server.lan) {
    for (const [id, key] of lanKeyIfMissing(vault)) secrets.set(id, key);
  }
  return {
    plan: { settings, secrets, ...(activeProjectId === undefined ? {} : { activeProjectId }) },
    report,
    questions,
  };
}

function readTransferFile(content: string): TransferFile {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    throw unreadable('it is not JSON.');
  }
  const parsed = v.safeParse(TransferFileSchema, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const where = v.getDotPath(issue) ?? 'its top level';
    throw unreadable(`it is no export of Token Tray that this version knows (at ${where}).`);
  }
  const { projects, presets } = parsed.output.settings;
  for (const [kind, items] of [
    ['projects', projects],
    ['presets', presets],
  ] as const) {
    const isDoubled =
      hasDoubles(items.map(({ id }) => id)) ||
      hasDoubles(items.map(({ slug }) => slug)) ||
      hasDoubles(items.map(({ name }) => name.toLowerCase()));
    if (isDoubled) throw unreadable(`two of its ${kind} have the same name, slug or id.`);
  }
  return parsed.output;
}

function unreadable(reason: string): TokenTrayError {
  return new TokenTrayError('import_unreadable', { file: 'The file', reason });
}

function hasDoubles(values: readonly string[]): boolean {
  return new Set(values).size < values.length;
}

/** The server settings of a file with everything that opens a door left as it is here, unless it is accepted. */
function askAboutDoors(
  here: ServerSettings,
  file: ServerSettings,
  accept: ReadonlySet<string>,
): { server: ServerSettings; questions: ImportQuestion[] } {
  const questions: ImportQuestion[] = [];
  const isAllowed = (id: string, message: string): boolean => {
    questions.push({ id, kind: 'access', message });
    return accept.has(id);
  };
  const flag = (
    name: 'lan' | 'dangerouslySkipLanKey' | 'dangerouslyAllowNullOrigin',
    message: string,
  ): boolean => file[name] && (here[name] || isAllowed(`server.${name}`, message));
  const list = (
    name: 'allowedOrigins' | 'allowedHosts',
    message: (value: string) => string,
  ): string[] => [
    ...here[name],
    ...file[name].filter(
      (value) =>
        !here[name].includes(value) && isAllowed(`server.${name}:${value}`, message(value)),
    ),
  ];
  // What the form refuses is refused here too, before anything is asked.
  withServerChanges(here, file);
  const server: ServerSettings = {
    ...file,
    lan: flag('lan', 'The file serves tokens on the LAN.'),
    dangerouslySkipLanKey: flag(
      'dangerouslySkipLanKey',
      'The file lets callers on the LAN in without the key.',
    ),
    dangerouslyAllowNullOrigin: flag(
      'dangerouslyAllowNullOrigin',
      'The file lets in pages opened from disk and sandboxed frames of any site.',
    ),
    allowedOrigins: list('allowedOrigins', (origin) => `The file lets in pages from ${origin}.`),
    allowedHosts: list('allowedHosts', (host) => `The file lets in callers by the host "${host}".`),
  };
  return { server, questions };
}

/** What is here under the same id, slug or name. */
function match<Item extends { id: string; slug: string; name: string }>(
  here: readonly Item[],
  { id, slug, name }: Item,
): Item | undefined {
  return (
    here.find((item) => item.id === id) ??
    here.find((item) => item.slug === slug) ??
    here.find((item) => item.name.toLowerCase() === name.toLowerCase())
  );
}

/** The file's project as it would stand here. Throws what the form would say of it. */
function checked(
  incoming: Project,
  known: Project | undefined,
  secret: string | undefined,
  projects: readonly Project[],
): Project {
  requireTidy({
    url: incoming.url,
    apiKey: incoming.apiKey,
    ...(secret === undefined ? {} : { apiSecret: secret }),
  });
  requireTokenServerId(incoming.tokenServerId);
  checkTemplates(incoming);
  const holder = projects.find(({ tokenServerId }) => tokenServerId === incoming.tokenServerId);
  if (holder !== undefined && holder.id !== known?.id) {
    throw new TokenTrayError('token_server_id_taken');
  }
  const isLocalAgain = known?.source === 'local' && incoming.source === 'local';
  const taken: Project = {
    ...incoming,
    ...requireTidy({ url: incoming.url, apiKey: incoming.apiKey }),
    source: incoming.source === 'environment' ? 'user' : incoming.source,
    id: known?.id ?? incoming.id,
    revision: (known?.revision ?? 0) + 1,
    // Every installation makes its own for the local project, and no app relies on another's.
    ...(isLocalAgain ? { tokenServerId: known.tokenServerId } : {}),
  };
  return unclashed(taken, projects);
}

function askAboutProject(
  here: Project,
  file: Project,
  secret: string | undefined,
  vault: Vault,
): ImportQuestion | undefined {
  const reading = vault.read(here);
  const isOtherSecret =
    secret !== undefined && (reading.state !== 'set' || reading.secret !== secret);
  const losses: [is: boolean, what: string][] = [
    [here.url !== file.url, 'URL'],
    [here.apiKey !== file.apiKey, 'API key'],
    [isOtherSecret && reading.state !== 'missing', 'API secret'],
    [here.tokenServerId !== file.tokenServerId, 'token server ID'],
    [here.requireKey && !file.requireKey, 'need for a key'],
    [JSON.stringify(here.policy) !== JSON.stringify(file.policy), 'policy'],
  ];
  const lost = losses.filter(([is]) => is).map(([, what]) => what);
  if (lost.length === 0) return undefined;
  return {
    id: `project:${here.id}`,
    kind: 'replace',
    message: `The file replaces of "${here.name}": ${lost.join(', ')}.`,
  };
}

/** `item` with a name and a slug that none of `others` has. */
function unclashed<Item extends { id: string; name: string; slug: string }>(
  item: Item,
  items: readonly Item[],
): Item {
  const others = items.filter(({ id }) => id !== item.id);
  return { ...item, name: freeName(others, item.name), slug: freeSlug(others, item.slug) };
}

/** The presets with the file's under the ids that are here, and which id each of the file's has here. */
function mergePresets(
  here: readonly Preset[],
  file: readonly Preset[],
  accept: ReadonlySet<string>,
): { presets: Preset[]; ids: Map<string, string>; questions: ImportQuestion[] } {
  let presets = [...here];
  const ids = new Map<string, string>();
  const questions: ImportQuestion[] = [];
  for (const preset of file) {
    const known = match(here, preset);
    ids.set(preset.id, known?.id ?? preset.id);
    if (known === undefined) {
      presets = [...presets, unclashed(preset, presets)];
      continue;
    }
    const id = `preset:${known.id}`;
    const grantsMore =
      JSON.stringify(known.grants) !== JSON.stringify(preset.grants) ||
      known.ttlSeconds < preset.ttlSeconds;
    if (grantsMore) {
      const message = `The file changes what preset "${known.name}" grants, or for how long.`;
      questions.push({ id, kind: 'access', message });
    }
    if (grantsMore && !accept.has(id)) continue;
    const taken = { ...preset, id: known.id, revision: known.revision + 1 };
    presets = replaced(presets, unclashed(taken, presets));
  }
  return { presets, ids, questions };
}
