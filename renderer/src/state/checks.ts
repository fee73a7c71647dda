import { signal, type Signal } from '@preact/signals';
import type { Client } from '../../../main/contract/client.ts';
import type { Failure } from '../../../main/contract/errors.ts';
import type { ProjectView } from '../../../main/contract/project.ts';
import type { ServerCheck } from '../../../main/contract/server-check.ts';

/** What is known about whether a project's LiveKit server takes its key. `undefined`: not asked. */
export type CheckState =
  | { state: 'asking' }
  | { state: 'known'; check: ServerCheck; at: number }
  | { state: 'failed'; failure: Failure };

export interface Checks {
  /** The newest answer for the project as it is now. A changed URL or key has none yet. */
  of(project: ProjectView): CheckState | undefined;
  /** Asks the project's LiveKit server. */
  ask(project: ProjectView): Promise<void>;
}

export function createChecks(client: Client): Checks {
  const known = new Map<string, Signal<CheckState | undefined>>();

  const entry = (project: ProjectView): Signal<CheckState | undefined> => {
    const { id, url, apiKey, secret } = project;
    const key = JSON.stringify([id, url, apiKey, secret.state, secret.hint]);
    const found = known.get(key) ?? signal<CheckState | undefined>(undefined);
    known.set(key, found);
    return found;
  };

  return {
    of: (project) => entry(project).value,
    ask: async (project) => {
      const found = entry(project);
      found.value = { state: 'asking' };
      const reply = await client.call('project.test', { id: project.id });
      found.value = reply.ok
        ? { state: 'known', check: reply.value, at: Date.now() }
        : { state: 'failed', failure: reply.error };
    },
  };
}
