import type { ImportQuestion, ImportReport } from '../../contract/credential-import.ts';
import { CREDENTIAL_LABELS, type CredentialField } from '../../contract/judge-credentials.ts';
import type { Project } from '../../contract/project.ts';
import type { Plan } from '../change/change.ts';
import { withSecret } from '../change/project-rules.ts';
import { freeName, replaced, slugFor } from '../change/rules.ts';
import { newProject } from '../state/new-project.ts';
import type { State } from '../state/state.ts';
import type { Vault } from '../state/vault.ts';
import { askAboutProject } from '../transfer/import-consent.ts';
import type { FoundCredentials, FoundProject } from './found.ts';

interface PlannedProjects {
  plan: Plan;
  report: ImportReport;
  questions: ImportQuestion[];
  /** Ids of the projects that were added or updated. */
  taken: string[];
}

export interface ImportChoice {
  /** The projects to take, by name or by index; all where neither is given. */
  names?: readonly string[] | undefined;
  indexes?: readonly number[] | undefined;
  /** Ids of the questions that were answered with yes. */
  accept: ReadonlySet<string>;
}

/**
 * Plans to take the projects of a reading. A project that is here keeps its URL, key and secret unless `accept` has
 * the question about it: otherwise one of the same name is added under a free name, and one with the same URL and key
 * is left alone. Two of one name in a file stay two.
 */
export function planProjectsImport(
  state: State,
  vault: Vault,
  found: FoundCredentials,
  { names, indexes, accept }: ImportChoice,
): PlannedProjects {
  const report: ImportReport = {
    added: [],
    updated: [],
    skipped: leftOut(found),
    warnings: otherNotes(found),
  };
  const questions: ImportQuestion[] = [];
  const secrets = new Map<string, string | undefined>();
  const taken: string[] = [];
  const before = state.settings.projects;
  let projects = before;
  let chosen: { id: string; isDefault: boolean } | undefined;

  for (const [index, incoming] of found.projects.entries()) {
    const { url, apiKey, apiSecret } = incoming;
    if (url === undefined || apiKey === undefined || apiSecret === undefined) continue;
    if (names !== undefined && !names.includes(incoming.name)) continue;
    if (indexes !== undefined && !indexes.includes(index)) continue;
    const values = { url: url.value, apiKey: apiKey.value, apiSecret: apiSecret.value };
    const twin = projects.find((here) => here.url === values.url && here.apiKey === values.apiKey);
    const namesake = before.find((here) => isNamesake(here, incoming) && !taken.includes(here.id));
    const known = twin ?? namesake;
    const question =
      known && askAboutProject(known, { ...known, ...values }, values.apiSecret, vault);
    if (question !== undefined) questions.push(question);
    const isTaken = known !== undefined && (question === undefined || accept.has(question.id));
    if (known !== undefined && isTaken) {
      const next = withSecret(
        { ...known, url: values.url, apiKey: values.apiKey, revision: known.revision + 1 },
        values.apiSecret,
      );
      projects = replaced(projects, next.project);
      for (const [id, secret] of next.secrets) secrets.set(id, secret);
      report.updated.push(known.name);
      taken.push(known.id);
      chosen = better(chosen, known.id, incoming);
      continue;
    }
    if (twin !== undefined) {
      report.skipped.push({ name: twin.name, reason: `Not taken. ${question?.message ?? ''}` });
      continue;
    }
    const fresh = newProject({
      source: 'user',
      name: freeName([...state.projects, ...projects], incoming.name.slice(0, 76)),
      slug: slugFor([...state.projects, ...projects], incoming.name),
      url: values.url,
      apiKey: values.apiKey,
      presetId: state.settings.presets[0]?.id ?? '',
    });
    projects = [...projects, fresh];
    secrets.set(fresh.id, values.apiSecret);
    report.added.push(fresh.name);
    taken.push(fresh.id);
    if (namesake !== undefined) {
      report.warnings.push(
        `"${namesake.name}" already exists with another URL or key, so this one is named "${fresh.name}".`,
      );
    }
    chosen = better(chosen, fresh.id, incoming);
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
    taken,
  };
}

function isNamesake(here: Project, { name }: FoundProject): boolean {
  return here.source === 'user' && here.name.toLowerCase() === name.toLowerCase();
}

/** The projects that lack something, each with what it lacks and why. */
function leftOut({ projects, notes }: FoundCredentials): ImportReport['skipped'] {
  return projects.flatMap(({ name, missing }, index) => {
    if (missing.length === 0) return [];
    const why = notes
      .filter((note) => note.project === index && note.kind === 'left_out')
      .map(({ message }) => message);
    return [{ name, reason: [`It ${lackOf(missing)}.`, ...why].join(' ') }];
  });
}

/** What is missing, as in `has no API key and no API secret`. */
export function lackOf(missing: readonly CredentialField[]): string {
  return `has ${missing.map((field) => `no ${CREDENTIAL_LABELS[field]}`).join(' and ')}`;
}

/** The notes that no skipped project repeats, each with its file and line. */
function otherNotes({ projects, notes }: FoundCredentials): string[] {
  const isTold = (note: FoundCredentials['notes'][number]): boolean =>
    note.kind === 'left_out' &&
    note.project !== undefined &&
    (projects[note.project]?.missing.length ?? 0) > 0;
  return notes.filter((note) => !isTold(note)).map(noteWithPlace);
}

/** A note as one line of text, such as `.env:3: Quotes around the URL are left out.` */
export function noteWithPlace({
  source,
  line,
  message,
}: FoundCredentials['notes'][number]): string {
  if (source === undefined) return message;
  return `${source}${line === undefined ? '' : `:${line}`}: ${message}`;
}

/** The project that the file names as its default, else the first one. */
function better(
  chosen: { id: string; isDefault: boolean } | undefined,
  id: string,
  { isDefault }: Pick<FoundProject, 'isDefault'>,
): { id: string; isDefault: boolean } {
  return chosen === undefined || (isDefault && !chosen.isDefault) ? { id, isDefault } : chosen;
}
