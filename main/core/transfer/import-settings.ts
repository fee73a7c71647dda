import * as v from 'valibot';
import { TokenTrayError } from '../../contract/errors.ts';
import type { ImportReport } from '../../contract/import-report.ts';
import type { Settings } from '../../contract/settings.ts';
import type { State } from '../state/state.ts';
import type { Vault } from '../state/vault.ts';
import { TransferFileSchema, type TransferFile } from './export.ts';

/**
 * Takes an exported file in: what it has under a known id replaces what is here, the rest is added,
 * nothing is removed. Throws `import_unreadable`; all or nothing.
 */
export async function importSettings(
  { state, vault }: { state: State; vault: Vault },
  content: string,
): Promise<ImportReport> {
  const file = readTransferFile(content);
  const known = new Set(state.settings.projects.map(({ id }) => id));
  const { projects } = file.settings;
  for (const [id, secret] of Object.entries(file.secrets ?? {})) {
    if (projects.some((project) => project.id === id)) await vault.set(id, secret);
  }
  state.commit((settings) => merged(settings, file.settings));
  if (projects.some(({ id }) => id === file.settings.activeProjectId)) {
    state.activate(file.settings.activeProjectId);
  }
  await vault.load(projects.map(({ id }) => id));
  const missing = projects.filter((project) => vault.read(project).state !== 'set');
  return {
    added: projects.filter(({ id }) => !known.has(id)).map(({ name }) => name),
    updated: projects.filter(({ id }) => known.has(id)).map(({ name }) => name),
    skipped: [],
    warnings: missing.map(
      ({ name }) => `The file has no secret for "${name}". Enter it in Projects.`,
    ),
  };
}

function readTransferFile(content: string): TransferFile {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    throw new TokenTrayError('import_unreadable', { file: 'The file', reason: 'it is not JSON.' });
  }
  const parsed = v.safeParse(TransferFileSchema, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const where = v.getDotPath(issue) ?? 'its top level';
    throw new TokenTrayError('import_unreadable', {
      file: 'The file',
      reason: `it is no export of Token Tray that this version knows (at ${where}).`,
    });
  }
  return parsed.output;
}

function merged(here: Settings, file: Settings): Settings {
  return {
    ...here,
    revision: here.revision + 1,
    activeProjectId: file.activeProjectId,
    projects: mergedById(here.projects, file.projects),
    presets: mergedById(here.presets, file.presets),
    server: file.server,
    app: { ...file.app, startAtLogin: here.app.startAtLogin },
  };
}

/** A record of the same slug under another id is the same thing made twice; the file's wins. */
function mergedById<Item extends { id: string; slug: string; revision: number }>(
  here: readonly Item[],
  file: readonly Item[],
): Item[] {
  const ids = new Set(file.map(({ id }) => id));
  const slugs = new Set(file.map(({ slug }) => slug));
  const revisions = new Map(here.map(({ id, revision }) => [id, revision]));
  return [
    ...here.filter(({ id, slug }) => !ids.has(id) && !slugs.has(slug)),
    ...file.map((item) => ({ ...item, revision: (revisions.get(item.id) ?? 0) + item.revision })),
  ];
}
