import { TokenTrayError } from '../../contract/errors.ts';
import type { ImportQuestion, ImportReport } from '../../contract/import-report.ts';
import type { Project } from '../../contract/project.ts';
import type { Plan } from '../change/change.ts';
import { requireTidy } from '../change/project-rules.ts';
import { freeName, replaced, slugFor } from '../change/rules.ts';
import { newProject } from '../state/new-project.ts';
import type { State } from '../state/state.ts';
import type { Vault } from '../state/vault.ts';
import type { ParsedImport, ParsedProject } from './parsed-import.ts';

export interface PlannedProjects {
  plan: Plan;
  report: ImportReport;
  questions: ImportQuestion[];
}

/**
 * What taking the projects of another tool's file comes to. A project that is here already keeps its URL,
 * key and secret unless the question about it is in `accept`.
 *
 * @param names the projects to take; all where absent
 */
export function planProjectsImport(
  state: State,
  vault: Vault,
  parsed: ParsedImport,
  { names, accept }: { names: readonly string[] | undefined; accept: ReadonlySet<string> },
): PlannedProjects {
  const report: ImportReport = {
    added: [],
    updated: [],
    skipped: [...parsed.skipped],
    warnings: [...parsed.warnings],
  };
  const questions: ImportQuestion[] = [];
  const secrets = new Map<string, string>();
  let { projects } = state.settings;
  let chosen: { id: string; isDefault: boolean } | undefined;

  for (const incoming of parsed.projects) {
    if (names !== undefined && !names.includes(incoming.name)) continue;
    try {
      const { url, apiKey, apiSecret } = requireTidy(incoming);
      const known = match(projects, { ...incoming, url, apiKey });
      if (known === undefined) {
        const fresh = newProject({
          source: 'user',
          name: freeName([...state.projects, ...projects], incoming.name.slice(0, 76)),
          slug: slugFor([...state.projects, ...projects], incoming.name, 'project'),
          url,
          apiKey,
          presetId: state.settings.presets[0]?.id ?? '',
        });
        projects = [...projects, fresh];
        secrets.set(fresh.id, apiSecret);
        report.added.push(fresh.name);
        chosen = better(chosen, fresh.id, incoming);
        continue;
      }
      const question = askAbout(known, { url, apiKey, apiSecret }, vault);
      if (question !== undefined) questions.push(question);
      if (question !== undefined && !accept.has(question.id)) {
        report.skipped.push({ name: incoming.name, reason: `Not taken. ${question.message}` });
        continue;
      }
      projects = replaced(projects, { ...known, url, apiKey, revision: known.revision + 1 });
      secrets.set(known.id, apiSecret);
      report.updated.push(known.name);
      chosen = better(chosen, known.id, incoming);
    } catch (error) {
      if (!(error instanceof TokenTrayError)) throw error;
      report.skipped.push({ name: incoming.name, reason: error.message });
    }
  }

  const activates = chosen !== undefined && state.activeProject()?.source === 'local';
  return {
    plan: {
      settings: { ...state.settings, projects },
      secrets,
      ...(activates && chosen !== undefined ? { activeProjectId: chosen.id } : {}),
    },
    report,
    questions,
  };
}

/** The same key at the same URL, or a project of the same name that a person made. */
function match(projects: readonly Project[], incoming: ParsedProject): Project | undefined {
  const name = incoming.name.toLowerCase();
  return (
    projects.find(({ apiKey, url }) => apiKey === incoming.apiKey && url === incoming.url) ??
    projects.find((project) => project.source === 'user' && project.name.toLowerCase() === name)
  );
}

/** The project that the file names as its default, else the first one. */
function better(
  chosen: { id: string; isDefault: boolean } | undefined,
  id: string,
  { isDefault }: ParsedProject,
): { id: string; isDefault: boolean } {
  return chosen === undefined || (isDefault && !chosen.isDefault) ? { id, isDefault } : chosen;
}

function askAbout(
  here: Project,
  file: { url: string; apiKey: string; apiSecret: string },
  vault: Vault,
): ImportQuestion | undefined {
  const reading = vault.read(here);
  const isOtherSecret =
    reading.state === 'set' ? reading.secret !== file.apiSecret : reading.state !== 'missing';
  const losses: [is: boolean, what: string][] = [
    [here.url !== file.url, 'URL'],
    [here.apiKey !== file.apiKey, 'API key'],
    [isOtherSecret, 'API secret'],
  ];
  const lost = losses.filter(([is]) => is).map(([, what]) => what);
  if (lost.length === 0) return undefined;
  return {
    id: `project:${here.id}`,
    kind: 'replace',
    message: `The file replaces of "${here.name}": ${lost.join(', ')}.`,
  };
}
