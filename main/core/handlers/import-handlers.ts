import { TokenTrayError } from '../../contract/errors.ts';
import type { ImportReport } from '../../contract/import-report.ts';
import type { Handlers } from '../dispatch.ts';
import type { ParsedImport } from '../import/parsed-import.ts';
import { planProjectsImport } from '../import/plan-import.ts';
import type { HandlerContext } from './handler-context.ts';

type ImportHandlers = Pick<Handlers, Extract<keyof Handlers, `import.${string}`>>;

interface ImportFrom {
  sourceId?: string | undefined;
  file?: { name: string; content: string } | undefined;
}

export function importHandlers({ state, vault, ports, change }: HandlerContext): ImportHandlers {
  const parse = async ({ sourceId, file }: ImportFrom): Promise<ParsedImport> => {
    const found =
      file ?? (await ports.importSources.scan()).find(({ source }) => source.id === sourceId);
    if (found === undefined) throw new TokenTrayError('unknown_item', { kind: 'file' });
    // Loaded here, since the YAML parser would cost the first token its time.
    const { parseImport } = await import('../import/parse-import.ts');
    const parsed = parseImport(found.name, found.content);
    if (parsed.projects.length === 0 && parsed.skipped.length === 0) {
      const reason = parsed.warnings[0] ?? 'it names no URL, API key and secret.';
      throw new TokenTrayError('import_empty', { file: found.name, reason });
    }
    return parsed;
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

    async 'import.preview'({ names, ...from }) {
      const parsed = await parse(from);
      const options = { names, accept: new Set<string>() };
      const { report, questions } = planProjectsImport(state, vault, parsed, options);
      return { ...report, questions };
    },

    async 'import.run'({ names, accept, ...from }) {
      const parsed = await parse(from);
      let report: ImportReport | undefined;
      const { snapshot } = await change((current) => {
        const options = { names, accept: new Set(accept) };
        const planned = planProjectsImport(current, vault, parsed, options);
        ({ report } = planned);
        const { added, updated } = planned.report;
        return added.length + updated.length === 0 ? undefined : planned.plan;
      });
      return { snapshot, report: report ?? { added: [], updated: [], skipped: [], warnings: [] } };
    },
  };
}
