import type { Preset } from '../contract/preset.ts';
import type { ProjectView } from '../contract/project.ts';
import { TokenTrayError } from '../contract/errors.ts';

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
