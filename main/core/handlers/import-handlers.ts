import { TokenTrayError } from '../../contract/errors.ts';
import type { ImportReport } from '../../contract/import-report.ts';
import type { ParsedImport, ParsedProject } from '../import/parsed-import.ts';
import type { Handlers } from '../dispatch.ts';
import { newProject } from '../state/new-project.ts';
import type { HandlerContext } from './handler-context.ts';
import { requireTidy } from '../change/project-rules.ts';
import { freeName, slugFor } from '../change/rules.ts';

type ImportHandlers = Pick<Handlers, Extract<keyof Handlers, `import.${string}`>>;

export function importHandlers({ state, vault, ports }: HandlerContext): ImportHandlers {
  /** Matched on re-import by key and URL, then by name. */
  const match = (project: ParsedProject) =>
    state.settings.projects.find(
      ({ apiKey, url }) => apiKey === project.apiKey && url === project.url,
    ) ??
    state.settings.projects.find(
      ({ name, source }) => source === 'user' && name.toLowerCase() === project.name.toLowerCase(),
    );

  const take = async (parsed: ParsedProject): Promise<'added' | 'updated'> => {
    const { url = '', apiKey = '', apiSecret = '' } = requireTidy(parsed);
    const known = match({ ...parsed, url, apiKey });
    if (known !== undefined) {
      await vault.set(known.id, apiSecret);
      state.commit((settings) => ({
        ...settings,
        projects: settings.projects.map((item) =>
          item.id === known.id ? { ...item, url, apiKey, revision: item.revision + 1 } : item,
        ),
      }));
      return 'updated';
    }
    const project = newProject({
      source: 'user',
      name: freeName(state.projects, parsed.name.slice(0, 76)),
      slug: slugFor(state.projects, parsed.name, 'project'),
      url,
      apiKey,
      presetId: state.settings.presets[0]?.id ?? '',
    });
    await vault.set(project.id, apiSecret);
    state.commit((settings) => ({ ...settings, projects: [...settings.projects, project] }));
    return 'added';
  };

  const takeAll = async (
    { projects, skipped, warnings }: ParsedImport,
    names: readonly string[] | undefined,
  ): Promise<ImportReport> => {
    const report: ImportReport = {
      added: [],
      updated: [],
      skipped: [...skipped],
      warnings: [...warnings],
    };
    for (const project of projects) {
      if (names !== undefined && !names.includes(project.name)) continue;
      try {
        report[await take(project)].push(project.name);
      } catch (error) {
        if (!(error instanceof TokenTrayError)) throw error;
        report.skipped.push({ name: project.name, reason: error.message });
      }
    }
    const wanted = projects.find(({ isDefault }) => isDefault) ?? projects[0];
    const chosen = wanted === undefined ? undefined : match(wanted);
    if (chosen !== undefined && state.activeProject()?.source === 'local')
      state.activate(chosen.id);
    return report;
  };

  const read = async (input: {
    sourceId?: string | undefined;
    file?: { name: string; content: string } | undefined;
  }): Promise<{ name: string; content: string }> => {
    if (input.file !== undefined) return input.file;
    const found = (await ports.importSources.scan()).find(
      ({ source }) => source.id === input.sourceId,
    );
    if (found === undefined) throw new TokenTrayError('unknown_item', { kind: 'file' });
    return found;
  };

  return {
    async 'import.scan'() {
      const found = await ports.importSources.scan();
      return found.map(({ source }) => ({
        ...source,
        projects: source.projects.map((project) => ({
          ...project,
          known: state.settings.projects.some(
            ({ apiKey, url }) => apiKey === project.apiKey && url === project.url,
          ),
        })),
      }));
    },

    async 'import.run'({ sourceId, file, names }) {
      const { name, content } = await read({ sourceId, file });
      // Loaded here, since the YAML and .env parsers would cost the first token its time.
      const { parseImport } = await import('../import/parse-import.ts');
      const parsed = parseImport(name, content);
      if (parsed.projects.length === 0 && parsed.skipped.length === 0) {
        const reason = parsed.warnings[0] ?? 'it names no URL, API key and secret.';
        throw new TokenTrayError('import_empty', { file: name, reason });
      }
      return takeAll(parsed, names);
    },
  };
}
