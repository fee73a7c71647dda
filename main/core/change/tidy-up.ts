import { errorTrace } from '../../contract/errors.ts';
import { secretIdOf } from '../../contract/project.ts';
import type { Log, SecretStore } from '../ports.ts';
import type { MutableState, State } from '../state/state.ts';
import type { Change, Plan } from './change.ts';

/** The ids that projects and their secrets are given. What is kept under any other id is not a project's to lose. */
const PROJECT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * Removes secrets that belong to no project: what a crash between a secret and its project leaves. Only for
 * settings that are known to be complete, since a project that is missing may still come back.
 */
function withoutOrphans({ settings }: State, secrets: Pick<SecretStore, 'ids'>): Plan | undefined {
  const owned = new Set(settings.projects.map(secretIdOf));
  const orphans = secrets.ids().filter((id) => PROJECT_ID.test(id) && !owned.has(id));
  return orphans.length === 0
    ? undefined
    : { secrets: new Map(orphans.map((id) => [id, undefined])) };
}

/** What no answer of a start waits for: the settings of a first start are saved, secrets without a project removed. */
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
