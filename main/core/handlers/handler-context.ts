import type { Snapshot } from '../../contract/snapshot.ts';
import type { ActivityLog } from '../activity/activity-log.ts';
import type { TokenShelf } from '../activity/issued-tokens.ts';
import type { Change } from '../change/change.ts';
import type { Readings } from '../credentials/readings.ts';
import type { Doctor } from '../doctor/create-doctor.ts';
import type { ProjectChecks } from '../doctor/project-checks.ts';
import type { CloudSignInRun } from '../lk/lk-sign-in.ts';
import type { LkProjects } from '../lk/lk-projects.ts';
import type { EndpointControl, Sign, TokenTrayPorts } from '../ports.ts';
import type { Issuer } from '../request/issue.ts';
import type { State } from '../state/state.ts';
import type { Vault } from '../state/vault.ts';

/** What handlers work on. They read state and secrets, and change them only through `change`. */
export interface HandlerContext {
  ports: Omit<TokenTrayPorts, 'settings' | 'secrets' | 'endpoint'>;
  state: State;
  vault: Vault;
  issuer: Issuer;
  sign: Sign;
  activity: ActivityLog;
  shelf: TokenShelf;
  endpoint: Pick<EndpointControl, 'replay'>;
  change: Change;
  /** Deletes the older versions of the settings file. Throws `backups_undeletable`. */
  deleteBackups(): void;
  readings: Readings;
  checks: ProjectChecks;
  doctor: Doctor;
  lkProjects: LkProjects;
  cloudSignIn: CloudSignInRun;
  snapshot(): Snapshot;
  dismissNotice(id: string): Snapshot;
  activityCleared(): void;
}
