import { activeProject } from '../../../main/contract/selectors.ts';
import type { Snapshot } from '../../../main/contract/snapshot.ts';
import type { LinkStatus } from '../transport/link.ts';
import { secretTrouble, serverLine, words } from '../words/app-words.ts';

/** The state a person sees at a glance: a shape and one line. */
export interface Health {
  shape: 'good' | 'attention' | 'off' | 'bad';
  line: string;
  /** What is wrong although the port answers. */
  reason?: string;
}

/** Whether an app would get a token that works, as far as the window knows. */
export function health(snapshot: Snapshot, connection: LinkStatus): Health {
  if (connection === 'late' || connection === 'connecting') {
    return { shape: 'off', line: words.late };
  }
  if (connection !== 'online') return { shape: 'bad', line: words.notConnected };
  const { server } = snapshot;
  const line = serverLine(server);
  if (server.status === 'failed') return { shape: 'bad', line };
  if (server.status !== 'serving') return { shape: 'off', line };
  const reason = signingTrouble(snapshot) ?? server.warning;
  return reason === undefined ? { shape: 'good', line } : { shape: 'attention', line, reason };
}

/** Why no token of the active project works, if that is known. */
function signingTrouble(snapshot: Snapshot): string | undefined {
  const project = activeProject(snapshot);
  if (project === undefined) return words.noProject;
  return secretTrouble(project.name, project.secret.state);
}
