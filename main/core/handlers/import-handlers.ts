import { TokenTrayError } from '../../contract/errors.ts';
import type { FoundSource, ImportReport } from '../../contract/credential-import.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import type { FoundCredentials } from '../credentials/found.ts';
import {
  lackOf,
  noteWithPlace,
  planProjectsImport,
  type ImportChoice,
} from '../credentials/plan-import.ts';
import { knownProject, maskedReading, readLazily } from '../credentials/readings.ts';
import type { HandlerContext, Handlers, HandlersOf } from '../dispatch.ts';
import { offeredIndexes, withDeclined } from '../lk/lk-projects.ts';
import type { ImportPlace } from '../ports.ts';

interface ImportFrom {
  sourceId?: string | undefined;
  readingId?: string | undefined;
  file?: { name: string; content: string } | undefined;
  offered?: readonly string[] | undefined;
  indexes?: readonly number[] | undefined;
}

export function importHandlers({
  state,
  vault,
  ports,
  change,
  readings,
  checks,
  lkProjects,
  cloudSignIn,
  snapshot: snapshotNow,
}: HandlerContext): HandlersOf<'credentials' | 'import' | 'cloud'> &
  Pick<Handlers, 'project.addFromClipboard'> {
  const read = async (from: ImportFrom): Promise<FoundCredentials> => {
    if (from.readingId !== undefined) return readings.get(from.readingId);
    const place =
      from.file === undefined
        ? (await ports.importSources.scan()).find(({ id }) => id === from.sourceId)
        : { path: from.file.name, files: [from.file] };
    if (place === undefined) throw new TokenTrayError('unknown_item', { kind: 'file' });
    const found = await readLazily(place.files);
    if (found.projects.length === 0) {
      const [note] = found.notes;
      const reason = note?.message ?? 'it names no URL, API key and secret.';
      throw new TokenTrayError('import_empty', { file: place.path, reason });
    }
    return found;
  };

  return {
    async 'credentials.read'({ sources }) {
      const found = await readLazily(
        sources.map((source) =>
          'text' in source
            ? { name: source.name, content: source.text }
            : { ...source, content: Buffer.from(source.bytes, 'base64') },
        ),
      );
      return maskedReading(readings.keep(found), found, (project) =>
        knownProject(project, state.projects, (item) => {
          const reading = vault.read(item);
          return reading.state === 'set' ? reading.secret : undefined;
        }),
      );
    },

    async 'import.scan'() {
      const [places] = await Promise.all([ports.importSources.scan(), lkProjects.look()]);
      const sources = await Promise.all(
        places.map(async (place) => sourceOf(place, await readLazily(place.files))),
      );
      return sources.filter((source) => source !== undefined);
    },

    async 'import.preview'({ names, ...from }) {
      const found = await read(from);
      const choice = { names, indexes: indexesOf(found, from), accept: new Set<string>() };
      const { report, questions } = planProjectsImport(state, vault, found, choice);
      return { ...report, questions };
    },

    async 'import.run'({ names, accept, ...from }) {
      const found = await read(from);
      return take(found, { names, indexes: indexesOf(found, from), accept: new Set(accept) });
    },

    async 'import.decline'({ offered }) {
      const { snapshot } = await change(({ settings }) => ({
        settings: withDeclined(settings, offered),
      }));
      return { snapshot };
    },

    'cloud.signIn'() {
      cloudSignIn.start();
      return { snapshot: snapshotNow() };
    },

    'cloud.cancel'() {
      cloudSignIn.cancel();
      return { snapshot: snapshotNow() };
    },

    async 'project.addFromClipboard'() {
      const { readClipboard } = ports.host.actions;
      if (readClipboard === undefined) {
        const reason = 'The clipboard is read in the desktop app only.';
        throw new TokenTrayError('not_supported', { reason });
      }
      const files = [{ name: 'the clipboard', content: await readClipboard() }];
      const found = await readLazily(files);
      if (!found.projects.some(({ missing }) => missing.length === 0)) {
        const [incomplete] = found.projects;
        const note = found.notes.find(({ kind }) => kind === 'left_out');
        const lack =
          incomplete === undefined
            ? 'it has no URL, API key and API secret.'
            : `it ${lackOf(incomplete.missing)}.`;
        throw new TokenTrayError('clipboard_empty', { reason: note?.message ?? lack });
      }
      return take(found, { accept: new Set() });
    },
  };

  async function take(
    found: FoundCredentials,
    choice: ImportChoice,
  ): Promise<{ snapshot: Snapshot; report: ImportReport }> {
    let report: ImportReport | undefined;
    let taken: string[] = [];
    const { snapshot } = await change((current) => {
      const planned = planProjectsImport(current, vault, found, choice);
      ({ report } = planned);
      const { added, updated } = planned.report;
      if (added.length + updated.length === 0) return undefined;
      ({ taken } = planned);
      return planned.plan;
    });
    checks.askSoon(taken);
    return { snapshot, report: report ?? { added: [], updated: [], skipped: [], warnings: [] } };
  }

  function sourceOf(place: ImportPlace, found: FoundCredentials): FoundSource | undefined {
    const whole = found.projects.filter(({ missing }) => missing.length === 0);
    const incomplete = found.projects.filter(({ missing }) => missing.length > 0);
    const warnings = [
      ...found.notes.map(noteWithPlace),
      ...incomplete.map(({ name, missing }) => `"${name}" is left out: it ${lackOf(missing)}.`),
      ...(whole.length === 0 ? [] : (place.warnings ?? [])),
    ];
    const { id, path } = place;
    if (whole.length === 0 && warnings.length === 0) return undefined;
    return {
      id,
      path,
      kind: found.projects[0]?.kind ?? 'text',
      projects: whole.map(({ name, url, apiKey, isDefault }) => ({
        name,
        url: url?.value ?? '',
        apiKey: apiKey?.value ?? '',
        isDefault,
        known: state.settings.projects.some(
          (project) => project.apiKey === apiKey?.value && project.url === url?.value,
        ),
      })),
      ...(warnings.length === 0 ? {} : { warnings }),
    };
  }
}

/** The projects that a person chose, whether from an offer or from a reading; all where they chose none. */
function indexesOf(
  found: FoundCredentials,
  { offered, indexes }: ImportFrom,
): readonly number[] | undefined {
  return offered === undefined ? indexes : offeredIndexes(found, offered);
}
