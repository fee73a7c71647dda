import type { ImportQuestion, ImportReport } from '../../contract/credential-import.ts';
import { TokenTrayError } from '../../contract/errors.ts';
import { defined } from '../../contract/json.ts';
import type { Preset } from '../../contract/preset.ts';
import type { Project } from '../../contract/project.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Plan } from '../change/change.ts';
import {
  checkDefaults,
  requireTidy,
  requireTokenServerId,
  withSecret,
} from '../change/project-rules.ts';
import {
  freeName,
  freeSlug,
  replaced,
  requireOneLineTexts,
  withServerChanges,
} from '../change/rules.ts';
import type { State } from '../state/state.ts';
import { lanKeyIfMissing, type Vault } from '../state/vault.ts';
import { askAboutAccess, askAboutProject, inOrder } from './import-consent.ts';
import { readTransferFile } from './transfer-file.ts';

interface PlannedImport {
  plan: Plan;
  report: ImportReport;
  questions: ImportQuestion[];
}

/**
 * Plans to import an exported file. What the file has replaces what is here under the same id, slug or name; the rest
 * is added; nothing is removed. What would let more callers in or replace a key is a question, and happens only if
 * `accept` has its id. Throws `import_unreadable`, and what the form would refuse.
 */
export function planSettingsImport(
  state: State,
  vault: Vault,
  content: string,
  accept: ReadonlySet<string>,
): PlannedImport {
  const file = readTransferFile(content);
  const report: ImportReport = { added: [], updated: [], skipped: [], warnings: [] };
  const doors = askAboutAccess(state.settings.server, file.settings.server, accept);
  const merged = mergePresets(state.settings.presets, file.settings.presets, accept, report);
  const questions = [...doors.questions, ...merged.questions];
  const secrets = new Map<string, string | undefined>();
  let { projects } = state.settings;
  const here = createKnown(projects);
  let activeProjectId: string | undefined;

  for (const incoming of file.settings.projects) {
    const known = here.match(incoming);
    const secret = file.secrets?.[incoming.id];
    try {
      let taken = checked(incoming, known, secret, projects);
      taken.presetId = merged.ids.get(taken.presetId) ?? taken.presetId;
      if (known === undefined) {
        projects = [...projects, here.claim(taken)];
        if (secret !== undefined) secrets.set(taken.id, secret);
        report.added.push(taken.name);
      } else {
        const question = askAboutProject(known, taken, secret, vault);
        if (question !== undefined) questions.push(question);
        if (question !== undefined && !accept.has(question.id)) {
          report.skipped.push({ name: known.name, reason: `Not taken. ${question.message}` });
          continue;
        }
        if (secret !== undefined || known.apiKey !== taken.apiKey) {
          const next = withSecret(taken, secret);
          for (const [id, text] of next.secrets) secrets.set(id, text);
          taken = next.project;
        }
        projects = replaced(projects, here.claim(taken));
        report.updated.push(taken.name);
      }
      const isOtherKey = known !== undefined && known.apiKey !== taken.apiKey;
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
    plan: { settings, secrets, ...defined({ activeProjectId }) },
    report,
    questions,
  };
}

/** The file's project as it would be saved here. Throws what the form would say. */
function checked(
  incoming: Project,
  known: Project | undefined,
  secret: string | undefined,
  projects: readonly Project[],
): Project {
  requireTidy({
    url: incoming.url,
    apiKey: incoming.apiKey,
    ...defined({ apiSecret: secret }),
  });
  requireTokenServerId(incoming.tokenServerId);
  requireOneLineTexts(incoming.name, 'name');
  checkDefaults(incoming);
  const holder = projects.find(({ tokenServerId }) => tokenServerId === incoming.tokenServerId);
  if (holder !== undefined && holder.id !== known?.id) {
    throw new TokenTrayError('token_server_id_taken');
  }
  const isLocalAgain = known?.source === 'local' && incoming.source === 'local';
  // Where its secret is kept concerns only the machine that wrote the file.
  const { secretId: _elsewhere, ...rest } = incoming;
  const taken: Project = {
    ...rest,
    ...defined({ secretId: known?.secretId }),
    ...requireTidy({ url: incoming.url, apiKey: incoming.apiKey }),
    source: incoming.source === 'environment' ? 'user' : incoming.source,
    id: known?.id ?? incoming.id,
    revision: (known?.revision ?? 0) + 1,
    // Every installation makes its own for the local project, and no app relies on another's.
    ...(isLocalAgain ? { tokenServerId: known.tokenServerId } : {}),
  };
  return taken;
}

interface Named {
  id: string;
  name: string;
  slug: string;
}

/** What was here before the import, and which names and slugs are taken by now. */
interface Known<Item extends Named> {
  /** What was here under the same id, slug or name. */
  match(item: Item): Item | undefined;
  /** `item` with a name and a slug that no other has by now; they are taken from then on. */
  claim(item: Item): Item;
}

function createKnown<Item extends Named>(here: readonly Item[]): Known<Item> {
  const byId = new Map(here.map((item) => [item.id, item]));
  const bySlug = new Map(here.map((item) => [item.slug, item]));
  const byName = new Map(here.map((item) => [item.name.toLowerCase(), item]));
  const all = new Map(byId);
  const slugs = new Map(here.map(({ id, slug }) => [slug, id]));
  const names = new Map(here.map(({ id, name }) => [name.toLowerCase(), id]));
  return {
    match: ({ id, slug, name }) =>
      byId.get(id) ?? bySlug.get(slug) ?? byName.get(name.toLowerCase()),
    claim(item) {
      const others = (): Item[] => [...all.values()].filter(({ id }) => id !== item.id);
      const isNameFree = (names.get(item.name.toLowerCase()) ?? item.id) === item.id;
      const isSlugFree = (slugs.get(item.slug) ?? item.id) === item.id;
      const name = isNameFree ? item.name : freeName(others(), item.name);
      const slug = isSlugFree ? item.slug : freeSlug(others(), item.slug);
      const claimed = { ...item, name, slug };
      all.set(item.id, claimed);
      slugs.set(slug, item.id);
      names.set(name.toLowerCase(), item.id);
      return claimed;
    },
  };
}

/** The presets with the file's under the ids that are here, and which id each of the file's has here. */
function mergePresets(
  here: readonly Preset[],
  file: readonly Preset[],
  accept: ReadonlySet<string>,
  report: ImportReport,
): { presets: Preset[]; ids: Map<string, string>; questions: ImportQuestion[] } {
  let presets = [...here];
  const names = createKnown(here);
  const ids = new Map<string, string>();
  const questions: ImportQuestion[] = [];
  for (const preset of file) {
    try {
      requireOneLineTexts({ name: preset.name, grants: preset.grants }, '');
    } catch (error) {
      if (!(error instanceof TokenTrayError)) throw error;
      report.skipped.push({ name: preset.slug, reason: error.message });
      continue;
    }
    const known = names.match(preset);
    ids.set(preset.id, known?.id ?? preset.id);
    if (known === undefined) {
      presets = [...presets, names.claim(preset)];
      continue;
    }
    const id = `preset:${known.id}`;
    const grantsMore =
      inOrder(known.grants) !== inOrder(preset.grants) || known.ttlSeconds < preset.ttlSeconds;
    if (grantsMore) {
      const message = `The file changes what preset "${known.name}" grants, or for how long.`;
      questions.push({ id, kind: 'access', message });
    }
    if (grantsMore && !accept.has(id)) continue;
    const taken = { ...preset, id: known.id, revision: known.revision + 1 };
    presets = replaced(presets, names.claim(taken));
  }
  return { presets, ids, questions };
}
