import type { IssuedToken } from '../contract/activity.ts';
import type { EventName, Events, Reply } from '../contract/client.ts';
import { errorTrace } from '../contract/errors.ts';
import { secretIdOf } from '../contract/project.ts';
import { endpointPort } from '../contract/selectors.ts';
import type { ServerSettings } from '../contract/settings.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import { createActivityLog } from './activity/activity-log.ts';
import { createLiveIdentities, createTokenShelf } from './activity/issued-tokens.ts';
import { createMemoryBudget } from './activity/memory-budget.ts';
import { createDeviceSetup } from './device-setup.ts';
import { createChanges } from './change/change.ts';
import { tidyUp } from './change/tidy-up.ts';
import { createReadings } from './credentials/readings.ts';
import { createDispatch, type HandlerContext } from './dispatch.ts';
import { createDoctor } from './doctor/create-doctor.ts';
import { createProjectChecks } from './doctor/project-checks.ts';
import { createDrills } from './drills/armed-drill.ts';
import { createEndpointCore } from './endpoint-core.ts';
import { agentHandlers } from './handlers/agent-handlers.ts';
import { doctorHandlers, tokenHandlers } from './handlers/token-handlers.ts';
import { endpointHandlers } from './handlers/endpoint-handlers.ts';
import { hostHandlers } from './handlers/host-handlers.ts';
import { importHandlers } from './handlers/import-handlers.ts';
import { presetHandlers } from './handlers/preset-handlers.ts';
import { projectHandlers } from './handlers/project-handlers.ts';
import { roomHandlers } from './handlers/room-handlers.ts';
import { settingsHandlers } from './handlers/settings-handlers.ts';
import { createJoinWatcher } from './joined/watch-joins.ts';
import { createCloudSignIn } from './lk/lk-sign-in.ts';
import { createLkProjects } from './lk/lk-projects.ts';
import { createPhoneCauseFinder } from './phone/find-phone-cause.ts';
import { createLanTimer } from './phone/lan-timer.ts';
import { createPhoneChecks } from './phone/phone-checks.ts';
import type { TokenTrayPorts } from './ports.ts';
import { createIssuer, earlierToken } from './request/issue.ts';
import { createEmitter, gather } from './state/emitter.ts';
import { projectFromEnvironment } from './state/new-project.ts';
import { effectiveServerSettings, snapshotOf } from './state/make-snapshot.ts';
import { createRedactingLog } from './secret-text.ts';
import { createState } from './state/state.ts';
import { createVault, LAN_KEY_ID } from './state/vault.ts';
import { readingToken, signHs256 } from './access-token.ts';

/** How long the first requests may wait for a key store before the endpoint answers without it. */
const SECRETS_HEAD_START_MS = 250;
/** Lines and tokens that come within this time are pushed together. */
const PUSH_INTERVAL_MS = 50;

/** The whole engine. Two hosts wire it; neither decides anything. */
export interface TokenTray {
  /** Parses the input, runs the handler, answers a value. The one way in for window, tray and command line. */
  dispatch(name: string, input: unknown): Promise<Reply<unknown>>;
  listen<Name extends EventName>(
    event: Name,
    listener: (payload: Events[Name]) => void,
  ): () => void;
  snapshot(): Snapshot;
  /** Newest first. */
  tokens(): readonly IssuedToken[];
  /** Adds a notice for the person, which the window shows and the tray counts. */
  notify(message: string): void;
  /** Starts the endpoint where the settings say so. Resolves once its outcome is known. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Wires the engine: state, secrets, activity, the endpoint's side and the window's side. */
export function createTokenTray(ports: TokenTrayPorts): TokenTray {
  const { clock, environmentProject } = ports;
  const vault = createVault(ports.secrets);
  const log = createRedactingLog(ports.log, vault);
  const sign = ports.sign ?? signHs256;
  const emitter = createEmitter((error) => {
    log('error', 'A listener failed', { ...errorTrace(error) });
  });

  const state = createState({
    loaded: ports.settings.load(),
    clock,
    environmentProject:
      environmentProject && ((settings) => projectFromEnvironment(environmentProject, settings)),
  });
  if (environmentProject !== undefined && state.environmentProjectId !== undefined) {
    vault.hold(state.environmentProjectId, environmentProject.apiSecret);
  }
  const budget = createMemoryBudget();
  const pushTokens = gather(PUSH_INTERVAL_MS, () => {
    emitter.emit('tokens.changed', () => shelf.list());
  });
  const shelf = createTokenShelf(budget, pushTokens.soon);
  const pushActivity = gather(PUSH_INTERVAL_MS, () => {
    emitter.emit('activity.added', activity.takeNew());
  });
  const activity = createActivityLog(budget, pushActivity.soon);
  const liveIdentities = createLiveIdentities();
  const issuer = createIssuer({
    state,
    vault,
    shelf,
    liveIdentities,
    sign,
    clock,
    userName: ports.host.userName,
    ownNames: ports.ownNames,
    checkOf: (project) => checks.view(project),
  });
  const joins = createJoinWatcher({
    readRoom: ports.liveKitServer.readRoom,
    readToken: (project, room) => {
      const reading = vault.read(project);
      if (reading.state !== 'set') return undefined;
      // By the server's clock, which may be minutes ahead: this token lives for one.
      const seconds = Math.floor(clock() / 1000) - (checks.view(project)?.clockSkewSeconds ?? 0);
      return readingToken({ project, secret: reading.secret, room, nowSeconds: seconds });
    },
    onChange: ({ requestId, project }, join) => {
      activity.setJoin(requestId, join);
      if (join.state === 'absent') liveIdentities.release(requestId);
      // A full room says nothing of the project.
      const isFull = join.state === 'failed' && join.cause.code === 'room_full';
      if (join.state === 'absent' || (join.state === 'failed' && !isFull))
        checks.askAgain(project.id);
    },
  });
  const drills = createDrills({
    clock,
    hasEarlierToken: (projectId) => earlierToken(shelf, projectId) !== undefined,
    onChange: () => publish(),
  });
  const endpointCore = createEndpointCore({
    state,
    vault,
    issuer,
    activity,
    joins,
    drills,
    clock,
    log,
  });
  const phone = createPhoneChecks({
    issue: endpointCore.core.issue,
    findCause: createPhoneCauseFinder({ state, vault, server: ports.liveKitServer, clock }),
    port: () => endpointPort(snapshot()),
    onChange: () => publish(),
  });
  const endpoint = ports.endpoint({ ...endpointCore.core, check: phone.visitor });

  const effective = (server: ServerSettings): ServerSettings =>
    effectiveServerSettings(server, ports.overrides);

  const doctor = createDoctor({ state, vault, issuer, ports, snapshot: () => snapshot() });
  const onAnswer = (): void => void publish();
  const checks = createProjectChecks({ state, vault, doctor, clock, onAnswer });

  // Starts at the time, so that a restarted host continues above its last number.
  let sequence = Math.floor(clock());
  const snapshot = (): Snapshot => {
    const parts = { ports, state, vault, checks, drills, lkProjects, cloudSignIn, endpoint, phone };
    return snapshotOf({ ...parts, effective }, sequence);
  };

  const publish = (): Snapshot => {
    sequence += 1;
    endpointCore.settingsChanged();
    const made = snapshot();
    emitter.emit('state.changed', () => made);
    lanTimer.look();
    return made;
  };

  const changes = createChanges({
    state,
    vault,
    settings: ports.settings,
    secrets: ports.secrets,
    endpoint,
    setStartAtLogin: ports.host.actions.setStartAtLogin,
    effective,
    publish,
    snapshot,
    armDrill: drills.set,
    log,
  });

  const lkProjects = createLkProjects({ state, lk: ports.lk, onChange: publish });
  const signInDeps = { vault, change: changes.run, checks, onChange: publish };
  const cloudSignIn = createCloudSignIn({ ...signInDeps, lk: ports.lk, clock });

  const devices = createDeviceSetup({ adb: ports.adb, simctl: ports.simctl, snapshot });
  const lanTimer = createLanTimer({ state, change: changes.run, clock, log });

  const context: HandlerContext = {
    ports,
    state,
    vault,
    issuer,
    activity,
    shelf,
    endpoint,
    change: changes.run,
    deleteBackups: ports.settings.deleteBackups,
    readings: createReadings(clock),
    checks,
    doctor,
    lkProjects,
    cloudSignIn,
    snapshot,
    dismissNotice(id) {
      state.dismiss(id);
      return publish();
    },
    activityCleared: () => emitter.emit('activity.cleared', () => null),
  };

  const loadFirstSecrets = async (): Promise<void> => {
    const active = state.activeProject();
    const isStored = active !== undefined && active.source !== 'environment';
    await vault.load(isStored ? [secretIdOf(active), LAN_KEY_ID] : [LAN_KEY_ID]);
    publish();
  };

  /** The active project's first: its tokens wait for no other secret. */
  const loadSecrets = async (): Promise<void> => {
    await loadFirstSecrets();
    await vault.load(state.settings.projects.map(secretIdOf));
    publish();
  };

  const stops = [
    endpoint.onChange(({ status }) => {
      checks.serverChanged(status);
      if (!changes.isRunning()) publish();
    }),
    ports.secrets.onChange(() => {
      void loadSecrets();
    }),
  ];

  return {
    dispatch: createDispatch(
      {
        ...hostHandlers(context, devices),
        ...endpointHandlers(context, phone),
        ...projectHandlers(context),
        ...presetHandlers(context),
        ...tokenHandlers(context),
        ...roomHandlers(context),
        ...agentHandlers(context),
        ...settingsHandlers(context),
        ...importHandlers(context),
        ...doctorHandlers(context, (progress) => {
          emitter.emit('doctor.check', () => progress);
        }),
      },
      log,
    ),
    listen: emitter.listen,
    snapshot,
    tokens: () => shelf.list(),
    notify: state.notify,
    async start() {
      await Promise.race([loadFirstSecrets(), delay(SECRETS_HEAD_START_MS)]);
      await lanTimer.turnOffIfOver();
      await changes.startServing();
      await Promise.race([loadSecrets(), delay(SECRETS_HEAD_START_MS)]);
      await tidyUp({ state, change: changes.run, secrets: ports.secrets, log, publish });
    },
    async close() {
      for (const stop of stops) stop();
      lanTimer.close();
      phone.close();
      await Promise.all([endpoint.close(), devices.undo()]);
      const parts = [pushTokens, checks, lkProjects, cloudSignIn, joins, drills, pushActivity];
      for (const part of parts) part.close();
    },
  };
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
