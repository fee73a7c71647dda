import { TokenTrayError } from '../contract/errors.ts';
import type { Preset } from '../contract/preset.ts';
import type { ProjectView } from '../contract/project.ts';
import { activeProject } from '../contract/selectors.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import { nearestName } from '../contract/text.ts';
import { asStarted, EXIT, ExitWith, UsageError, printable, table, toJson } from './command-io.ts';
import { type CommandContext, valueOf, withCore } from './core-access.ts';
import { readEnvironmentProject } from './credential-sources.ts';
import { withConversation } from './prompt.ts';

/** A project as every `--json` of `project` has it. No secret is in it. */
interface ProjectJson {
  name: string;
  slug: string;
  url: string;
  api_key: string;
  secret: string;
  source: string;
  /** Absent until the first change is saved: before that each run would make another one up. */
  token_server_id?: string;
  active: boolean;
}

export async function listProjects(
  context: CommandContext,
  { json = false }: { json?: boolean },
): Promise<void> {
  const { io } = context;
  const environment = environmentOf(context);
  const { projects, activeProjectId, isSaved } = await withCore(
    context,
    'read',
    async ({ call, isSaved }) => ({ ...valueOf(await call('state.get')), isSaved }),
    environment,
  );
  if (json) {
    io.out(toJson(projects.map((item) => projectJson(item, activeProjectId, isSaved))));
    return;
  }
  io.out(
    table(
      ['', 'Slug', 'Name', 'URL', 'API key', 'Secret'],
      projects.map((project) => [
        project.id === activeProjectId ? '*' : '',
        project.slug,
        project.name,
        project.url,
        project.apiKey,
        secretInWords(project),
      ]),
    ),
  );
}

export function projectJson(
  { name, slug, id, url, apiKey, source, tokenServerId, secret }: ProjectView,
  activeProjectId: string | null | undefined,
  isSaved = true,
): ProjectJson {
  return {
    name,
    slug,
    url,
    api_key: apiKey,
    secret: secret.state,
    source,
    ...(isSaved ? { token_server_id: tokenServerId } : {}),
    active: id === activeProjectId,
  };
}

function secretInWords({ secret }: ProjectView): string {
  if (secret.state !== 'set') return secret.state;
  return secret.hint === undefined ? 'set' : `set, ends in ${secret.hint}`;
}

/** `project use`: the active project answers requests that name none. */
export async function useProject(
  context: CommandContext,
  named: string,
  { json = false }: { json?: boolean },
): Promise<void> {
  const { io } = context;
  const project = await withCore(context, 'change', async ({ call }) => {
    const found = findProject(valueOf(await call('state.get')).projects, named);
    valueOf(await call('project.activate', { id: found.id }));
    return found;
  });
  if (json) io.out(toJson(projectJson(project, project.id)));
  else io.out(`${printable(project.name)} is now active; apps get ${printable(project.url)}.\n`);
}

export async function removeProject(
  context: CommandContext,
  named: string,
  { yes = false, json = false }: { yes?: boolean; json?: boolean },
): Promise<void> {
  const { io } = context;
  const { removed, next } = await withCore(context, 'change', async ({ call }) => {
    const before = valueOf(await call('state.get'));
    const project = findProject(before.projects, named);
    if (!yes) await confirmRemoval(context, project);
    const { snapshot } = valueOf(await call('project.remove', { id: project.id }));
    const wasActive = project.id === before.activeProjectId;
    return { removed: project, next: wasActive ? activeProject(snapshot) : undefined };
  });
  if (json) {
    io.out(toJson({ removed: removed.slug, active: next?.slug ?? null }));
    return;
  }
  io.out(`Removed ${printable(removed.name)} and its secret.\n`);
  if (next !== undefined) {
    io.out(`${printable(next.name)} is now active; apps get ${printable(next.url)}.\n`);
  }
}

async function confirmRemoval({ io }: CommandContext, project: ProjectView): Promise<void> {
  const { name, url } = project;
  const answer = await withConversation(io, ({ ask }) =>
    ask({ label: `Remove ${name} (${url}) and its secret? [y/N]` }),
  );
  if (answer === undefined) {
    throw new UsageError('option_missing', {
      option: '--yes',
      remedy: 'Without a terminal to ask in, it confirms the removal.',
    });
  }
  if (!/^y(?:es)?$/i.test(answer.trim())) {
    throw new TokenTrayError('invalid_input', { detail: 'Nothing was removed.' });
  }
}

export async function testProject(
  context: CommandContext,
  named: string | undefined,
  { json = false }: { json?: boolean },
): Promise<void> {
  const { io } = context;
  const environment = named === undefined ? environmentOf(context) : undefined;
  const { project, check } = await withCore(
    context,
    'read',
    async ({ call }) => {
      const snapshot = valueOf(await call('state.get'));
      const found = namedOrActive(snapshot, named);
      return { project: found, check: valueOf(await call('project.test', { id: found.id })) };
    },
    environment,
  );
  if (json) io.out(toJson({ project: project.slug, url: project.url, ...check }));
  else {
    io.out(`${printable(`${project.name} (${project.url}): ${check.message}`)}\n`);
  }
  if (!check.ok) throw new ExitWith(EXIT.failed);
}

/** The environment's project. Prints its warnings. */
export function environmentOf({
  io,
}: CommandContext): ReturnType<typeof readEnvironmentProject>['project'] {
  const { project, warnings } = readEnvironmentProject(io.env, io.cwd);
  for (const warning of warnings) io.err(`Warning: ${warning}\n`);
  return project;
}

/** Which project apps get now, or how to switch to `added`. */
export function activityInWords(
  { io }: CommandContext,
  added: ProjectView,
  active: ProjectView | undefined,
): string {
  if (active === undefined || active.id === added.id) {
    return `It is now active; apps get ${printable(added.url)}.\n`;
  }
  return asStarted(
    `${printable(active.name)} stays active; apps get ${printable(active.url)}. Run "token-tray project use ${added.slug}" to switch.\n`,
    io.startedAs,
  );
}

/** The project of that name or slug; without a name, the active one. Throws `invalid_input` with the known slugs, or `no_project`. */
export function namedOrActive(snapshot: Snapshot, named: string | undefined): ProjectView {
  if (named !== undefined) return findProject(snapshot.projects, named);
  const active = activeProject(snapshot);
  if (active === undefined) throw new TokenTrayError('no_project');
  return active;
}

export function findProject(projects: readonly ProjectView[], named: string): ProjectView {
  const project = findNamed(projects, named);
  if (project !== undefined) return project;
  throw new UnknownName('project', named, projects);
}

export function findPreset(presets: readonly Preset[], named: string): Preset {
  const preset = findNamed(presets, named);
  if (preset !== undefined) return preset;
  throw new UnknownName('preset', named, presets);
}

interface Named {
  slug: string;
  name: string;
}

/** Repeats what was typed only if it is too short to be a secret pasted in the wrong place. */
class UnknownName extends TokenTrayError {
  constructor(kind: 'project' | 'preset', named: string, items: readonly Named[]) {
    const slugs = items.map(({ slug }) => slug);
    const near = nearestName(named, slugs);
    super('invalid_input', {
      detail: `There is no ${isShortName(named) ? `${kind} "${named}"` : `such ${kind}`}.${near === undefined ? '' : ` Did you mean ${near}?`} Known: ${
        slugs.length === 0 ? 'none' : slugs.join(', ')
      }.`,
    });
  }
}

function isShortName(text: string): boolean {
  return /^[\w -]{1,20}$/.test(text);
}

function findNamed<Item extends Named>(items: readonly Item[], named: string): Item | undefined {
  return (
    items.find(({ slug }) => slug === named) ??
    items.find(({ name }) => name.toLowerCase() === named.toLowerCase())
  );
}
