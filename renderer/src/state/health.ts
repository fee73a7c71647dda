import { signal } from '@preact/signals';
import type { Client } from '../../../main/contract/client.ts';
import type { Failure } from '../../../main/contract/errors.ts';
import type { ProjectView, ServerCheck } from '../../../main/contract/project.ts';
import { activeProject } from '../../../main/contract/selectors.ts';
import type { Snapshot } from '../../../main/contract/snapshot.ts';
import type { LinkStatus } from './host-link.ts';
import { secretTrouble, serverLine, words } from '../words/app-words.ts';

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

/** The state a person sees at a glance: a shape and one line. */
export interface Health {
  shape: 'good' | 'attention' | 'off' | 'bad';
  line: string;
  /** What is wrong although the port answers. */
  reason?: string;
}

/** Whether an app would get a token that works, as far as the window knows. `check` is the active project's. */
export function health(
  snapshot: Snapshot,
  connection: LinkStatus,
  check: CheckState | undefined,
): Health {
  if (connection === 'late' || connection === 'connecting') {
    return { shape: 'off', line: words.late };
  }
  if (connection !== 'online') return { shape: 'bad', line: words.notConnected };
  const { server } = snapshot;
  const line = serverLine(server);
  if (server.status === 'failed') return { shape: 'bad', line };
  if (server.status !== 'serving') return { shape: 'off', line };
  const reason = signingTrouble(snapshot, check) ?? server.warning;
  if (reason !== undefined) return { shape: 'attention', line, reason };
  return { shape: snapshot.drill === undefined ? 'good' : 'attention', line };
}

/** Why no token of the active project works, if that is known. */
function signingTrouble(snapshot: Snapshot, check: CheckState | undefined): string | undefined {
  const project = activeProject(snapshot);
  if (project === undefined) return words.noProject;
  const { name, secret } = project;
  if (secret.state !== 'set') return secretTrouble(name, secret.state);
  if (check?.state !== 'known' || check.check.ok) return undefined;
  return words.serverTrouble(name, check.check.cause?.sentence ?? check.check.message);
}
