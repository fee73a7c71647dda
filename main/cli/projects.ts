import { readEnvironmentProject } from './environment.ts';
import { TokenTrayError } from '../contract/errors.ts';
import type { Preset } from '../contract/preset.ts';
import type { ProjectView } from '../contract/project.ts';
import { activeProject } from '../contract/selectors.ts';
import type { CommandContext, CommandIo } from './context.ts';
import { valueOf, withCore } from './core-access.ts';
import { FailedResult, UsageError } from './exit.ts';
import { table } from './output.ts';
import { prompt } from './prompt.ts';

/** The project a person named: by slug, or by its name in any case. Throws `unknown_project` with the known ones. */
export function findProject(projects: readonly ProjectView[], named: string): ProjectView {
  const project = find(projects, named);
  if (project !== undefined) return project;
  throw new TokenTrayError('unknown_project', { slug: named, known: slugsOf(projects) });
}

export function findPreset(presets: readonly Preset[], named: string): Preset {
  const preset = find(presets, named);
  if (preset !== undefined) return preset;
  throw new TokenTrayError('unknown_preset', { slug: named, known: slugsOf(presets) });
}

function find<Item extends { slug: string; name: string }>(
  items: readonly Item[],
  named: string,
): Item | undefined {
  return (
    items.find(({ slug }) => slug === named) ??
    items.find(({ name }) => name.toLowerCase() === named.toLowerCase())
  );
}

function slugsOf(items: readonly { slug: string }[]): string {
  return items.length === 0 ? 'none' : items.map(({ slug }) => slug).join(', ');
}

export async function listProjects(
  context: CommandContext,
  { json = false }: { json?: boolean },
): Promise<void> {
  const { projects, activeProjectId } = await withCore(context, 'reading', async ({ call }) =>
    valueOf(await call('state.get')),
  );
  if (json) {
    const list = projects.map(({ name, slug, id, url, apiKey, source, tokenServerId, secret }) => ({
      name,
      slug,
      url,
      api_key: apiKey,
      secret: secret.state,
      source,
      token_server_id: tokenServerId,
      active: id === activeProjectId,
    }));
    context.io.out(`${JSON.stringify(list, null, 2)}\n`);
    return;
  }
  context.io.out(
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

function secretInWords({ secret }: ProjectView): string {
  if (secret.state !== 'set') return secret.state;
  return secret.hint === undefined ? 'set' : `set, ends in ${secret.hint}`;
}

/** `project use`: the active project is the one that requests without a choice of their own get. */
export async function useProject(context: CommandContext, named: string): Promise<void> {
  const project = await withCore(context, 'locked', async ({ call }) => {
    const found = findProject(valueOf(await call('state.get')).projects, named);
    valueOf(await call('project.activate', { id: found.id }));
    return found;
  });
  context.io.out(`"${project.name}" is the active project now.\n`);
}

export async function removeProject(
  context: CommandContext,
  named: string,
  { yes = false }: { yes?: boolean },
): Promise<void> {
  const { io } = context;
  const removed = await withCore(context, 'locked', async ({ call }) => {
    const project = findProject(valueOf(await call('state.get')).projects, named);
    if (!yes) await confirmRemoval(io, project);
    valueOf(await call('project.remove', { id: project.id }));
    return project;
  });
  io.out(`Removed project "${removed.name}" and its secret.\n`);
}

async function confirmRemoval(io: CommandIo, { name, url }: ProjectView): Promise<void> {
  if (io.stdin.isTTY !== true) {
    throw new UsageError('option_missing', {
      option: '--yes',
      remedy: 'It confirms the removal where nobody can be asked.',
    });
  }
  const answer = await prompt(io, `Remove project "${name}" (${url}) and its secret? [y/N] `);
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
  // As for `token`, the credentials of the environment come before the active project.
  const environment = named === undefined ? readEnvironmentProject(io.env, io.cwd) : undefined;
  if (environment?.warning !== undefined) io.err(`Note: ${environment.warning}\n`);
  const { project, check } = await withCore(context, 'reading', async ({ call }) => {
    const fields = environment?.project;
    if (fields !== undefined) {
      const project = { name: 'From the environment', slug: 'environment', url: fields.url };
      return { project, check: valueOf(await call('project.test', { fields })) };
    }
    const snapshot = valueOf(await call('state.get'));
    const found =
      named === undefined ? activeProject(snapshot) : findProject(snapshot.projects, named);
    if (found === undefined) throw new TokenTrayError('no_project');
    return { project: found, check: valueOf(await call('project.test', { id: found.id })) };
  });
  if (json) context.io.out(`${JSON.stringify({ project: project.slug, ...check }, null, 2)}\n`);
  else context.io.out(`${project.name} (${project.url}): ${check.message}\n`);
  if (!check.ok) throw new FailedResult();
}
