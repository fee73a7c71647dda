import { TokenTrayError } from '../../contract/errors.ts';
import type { Preset } from '../../contract/preset.ts';
import type { Project } from '../../contract/project.ts';
import type { State } from '../state/state.ts';

export interface Selection {
  projectSlug?: string;
  presetSlug?: string;
  /** `X-Sandbox-ID`. */
  tokenServerId?: string;
}

export interface Resolved {
  project: Project;
  preset: Preset;
  /** An `X-Sandbox-ID` that belongs to no project: the active one answers on loopback, with a warning. */
  unknownTokenServerId: boolean;
}

/**
 * Which project and which preset. Project: the token server ID, else `?project=`, else the active one.
 * Preset: `?preset=`, else the project's own. Throws `no_project`, `unknown_project`, `unknown_preset`, and
 * `project_conflict` where ID and slug name two projects.
 */
export function resolveSelection(state: State, selection: Selection): Resolved {
  const named =
    selection.tokenServerId === undefined
      ? undefined
      : state.projectByTokenServerId(selection.tokenServerId);
  const project = named ?? projectOf(state, selection.projectSlug);
  if (project === undefined) {
    if (selection.projectSlug === undefined) throw new TokenTrayError('no_project');
    throw new TokenTrayError('unknown_project', {
      slug: selection.projectSlug,
      known: state.projects.map(({ slug }) => slug).join(', '),
    });
  }
  const { projectSlug } = selection;
  if (projectSlug !== undefined && projectSlug !== project.slug) {
    throw new TokenTrayError('project_conflict', { slug: projectSlug, other: project.slug });
  }
  const preset =
    selection.presetSlug === undefined
      ? state.presetOf(project)
      : state.presetBySlug(selection.presetSlug);
  if (preset === undefined) {
    throw new TokenTrayError('unknown_preset', {
      slug: selection.presetSlug ?? '',
      known: state.settings.presets.map(({ slug }) => slug).join(', '),
    });
  }
  return {
    project,
    preset,
    unknownTokenServerId: selection.tokenServerId !== undefined && named === undefined,
  };
}

function projectOf(state: State, slug: string | undefined): Project | undefined {
  return slug === undefined ? state.activeProject() : state.projectBySlug(slug);
}
