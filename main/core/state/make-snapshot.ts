import { defined } from '../../contract/json.ts';
import type { ServerSettings } from '../../contract/settings.ts';
import type { Override, Snapshot } from '../../contract/snapshot.ts';
import type { ProjectChecks } from '../doctor/project-checks.ts';
import type { Drills } from '../drills/armed-drill.ts';
import type { LkProjects } from '../lk/lk-projects.ts';
import type { CloudSignInRun } from '../lk/lk-sign-in.ts';
import type { PhoneChecks } from '../phone/phone-checks.ts';
import type { EndpointControl, TokenTrayPorts } from '../ports.ts';
import type { State } from './state.ts';
import { LAN_KEY_ID, type Vault } from './vault.ts';

interface SnapshotSources {
  ports: TokenTrayPorts;
  state: State;
  vault: Vault;
  checks: Pick<ProjectChecks, 'view'>;
  drills: Pick<Drills, 'view'>;
  lkProjects: Pick<LkProjects, 'offer'>;
  cloudSignIn: Pick<CloudSignInRun, 'view'>;
  endpoint: Pick<EndpointControl, 'state'>;
  phone: Pick<PhoneChecks, 'shown'>;
  /** The server settings as they hold in this run. */
  effective(server: ServerSettings): ServerSettings;
}

/** Everything small that the window and the tray show, as it is now. No secret is in it. */
export function snapshotOf(
  {
    ports,
    state,
    vault,
    checks,
    drills,
    lkProjects,
    cloudSignIn,
    endpoint,
    phone,
    effective,
  }: SnapshotSources,
  sequence: number,
): Snapshot {
  const { settings, readOnly } = state;
  return {
    sequence,
    revision: settings.revision,
    server: endpoint.state,
    settings: { server: effective(settings.server), app: settings.app },
    projects: state.projects.map((project) => {
      const secret = vault.view(project);
      return { ...project, secret, ...defined({ check: checks.view(project) }) };
    }),
    activeProjectId: state.activeProject()?.id ?? '',
    presets: settings.presets,
    hasLanKey: vault.readId(LAN_KEY_ID).state === 'set',
    secretStorage: ports.secrets.storage(),
    notices: [...state.notices],
    overrides: listOverrides(ports),
    ...drills.view(),
    ...phone.shown(),
    ...defined({ offer: lkProjects.offer(), cloudSignIn: cloudSignIn.view(), readOnly }),
  };
}

/** The server settings of this run: the saved ones, with what the command line overrides. */
export function effectiveServerSettings(
  server: ServerSettings,
  overrides: TokenTrayPorts['overrides'],
): ServerSettings {
  return overrides?.port === undefined ? server : { ...server, port: overrides.port };
}

function listOverrides(
  ports: Pick<TokenTrayPorts, 'overrides' | 'environmentProject'>,
): Override[] {
  const overrides: Override[] = [];
  if (ports.overrides?.port !== undefined)
    overrides.push({ setting: 'server.port', source: '--port' });
  if (ports.environmentProject !== undefined)
    overrides.push({ setting: 'project', source: 'LIVEKIT_URL' });
  return overrides;
}
