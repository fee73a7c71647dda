import { errorTrace } from '../../contract/errors.ts';
import { secretIdOf } from '../../contract/project.ts';
import type { Log, SecretStore } from '../ports.ts';
import type { MutableState, State } from '../state/state.ts';
import type { Change, Plan } from './change.ts';

/** The form of the ids that projects and their secrets get. Anything else among the secrets stays. */
const PROJECT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * Removes secrets of no project, which a crash between saving a secret and its project leaves. Only if the settings
 * are complete, since a missing project may still come back.
 */
function withoutOrphans({ settings }: State, secrets: Pick<SecretStore, 'ids'>): Plan | undefined {
  const owned = new Set(settings.projects.map(secretIdOf));
  const orphans = secrets.ids().filter((id) => PROJECT_ID.test(id) && !owned.has(id));
  return orphans.length === 0
    ? undefined
    : { secrets: new Map(orphans.map((id) => [id, undefined])) };
}

/**
 * The part of a start that nothing waits for: saves the settings of a first start, and removes secrets of no project.
 */
export async function tidyUp({
  state,
  change,
  secrets,
  log,
  publish,
}: {
  state: MutableState;
  change: Change;
  secrets: SecretStore;
  log: Log;
  publish(): void;
}): Promise<void> {
  try {
    await change(({ readOnly, settings }) =>
      state.isFirstStart && readOnly === undefined ? { settings } : undefined,
    );
  } catch (error) {
    state.notify(error instanceof Error ? error.message : 'The settings cannot be saved.');
    publish();
    return;
  }
  try {
    await change(() => (state.isComplete ? withoutOrphans(state, secrets) : undefined));
  } catch (error) {
    log('warning', 'Secrets without a project could not be removed', { ...errorTrace(error) });
  }
}
