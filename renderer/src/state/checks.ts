import { signal } from '@preact/signals';
import type { Client } from '../../../main/contract/client.ts';
import type { Failure } from '../../../main/contract/errors.ts';
import type { ProjectView } from '../../../main/contract/project.ts';
import type { ServerCheck } from '../../../main/contract/server-check.ts';

/** What is known about whether a project's LiveKit server takes its key. `undefined`: not asked. */
export type CheckState =
  | { state: 'asking' }
  | { state: 'known'; check: ServerCheck }
  | { state: 'failed'; failure: Failure };

export interface Checks {
  of(project: ProjectView): CheckState | undefined;
  /** Asks the project's LiveKit server. The answer comes with the project, in the state. */
  ask(project: ProjectView): Promise<void>;
}

/** Whether the window may ask the project's server without being told to. */
export function mayAsk({ secret, watchJoins }: ProjectView): boolean {
  return secret.state === 'set' && watchJoins !== false;
}

export function createChecks(client: Client): Checks {
  /** By project and revision, until the state brings the answer. */
  const asked = signal<ReadonlyMap<string, CheckState>>(new Map());

  const note = (key: string, state: CheckState): void => {
    asked.value = new Map(asked.value).set(key, state);
  };

  return {
    of(project) {
      const open = asked.value.get(keyOf(project));
      if (open?.state === 'asking') return open;
      return project.check === undefined ? open : { state: 'known', check: project.check };
    },
    async ask(project) {
      const key = keyOf(project);
      note(key, { state: 'asking' });
      const reply = await client.call('project.test', { id: project.id });
      note(
        key,
        reply.ok
          ? { state: 'known', check: reply.value }
          : { state: 'failed', failure: reply.error },
      );
    },
  };
}

function keyOf({ id, revision }: ProjectView): string {
  return `${id} ${revision}`;
}
