import type { ActivityLog } from '../activity/activity-log.ts';
import type { TokenShelf } from '../activity/token-shelf.ts';
import type { EndpointControl, Sign, TokenTrayPorts } from '../ports.ts';
import type { Issuer } from '../request/issue.ts';
import type { State } from '../state/state.ts';
import type { Vault } from '../state/vault.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import type { ProjectView } from '../../contract/project.ts';
import type { Project } from '../../contract/project.ts';

/** What handlers work on. */
export interface HandlerContext {
  ports: TokenTrayPorts;
  state: State;
  vault: Vault;
  issuer: Issuer;
  sign: Sign;
  activity: ActivityLog;
  shelf: TokenShelf;
  endpoint: EndpointControl;
  snapshot(): Snapshot;
  viewOf(project: Project): ProjectView;
  /** Tells the window and the tray that something changed that `state.commit` does not know of. */
  changed(): void;
  activityCleared(): void;
}
