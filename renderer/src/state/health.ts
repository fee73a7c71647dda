import { activeProject } from '../../../main/contract/selectors.ts';
import type { Snapshot } from '../../../main/contract/snapshot.ts';
import type { LinkStatus } from '../transport/link.ts';
import type { CheckState } from './checks.ts';
import { secretTrouble, serverLine, words } from '../words/app-words.ts';

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
