import { secretIdOf } from '../../contract/project.ts';
import type { SecretStore } from '../ports.ts';
import type { State } from '../state/state.ts';
import type { Plan } from './change.ts';

/** The ids that projects and their secrets are given. What is kept under any other id is not a project's to lose. */
const PROJECT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * Removes secrets that belong to no project: what a crash between a secret and its project leaves. Only for
 * settings that are known to be complete, since a project that is missing may still come back.
 */
export function withoutOrphans(
  { settings }: State,
  secrets: Pick<SecretStore, 'ids'>,
): Plan | undefined {
  const owned = new Set(settings.projects.map(secretIdOf));
  const orphans = secrets.ids().filter((id) => PROJECT_ID.test(id) && !owned.has(id));
  return orphans.length === 0
    ? undefined
    : { secrets: new Map(orphans.map((id) => [id, undefined])) };
}
