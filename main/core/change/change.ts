import { errorTrace, TokenTrayError, type Failure } from '../../contract/errors.ts';
import type { DrillOrder } from '../../contract/drills.ts';
import { secretIdOf } from '../../contract/project.ts';
import type { AppSettings, ServerSettings, Settings } from '../../contract/settings.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import type {
  EndpointControl,
  HostActions,
  Log,
  SecretStore,
  SettingsStore,
  UndoWrite,
} from '../ports.ts';
import type { MutableState, State } from '../state/state.ts';
import type { FillableVault } from '../state/vault.ts';

/** What a change will do, worked out before anything is touched. Whatever is left out stays. */
export interface Plan {
  settings?: Settings;
  /** Secrets by id: a text to keep, `undefined` to remove. */
  secrets?: ReadonlyMap<string, string | undefined>;
  /** Puts back secrets that an earlier change removed. */
  putBack?: { ids: readonly string[]; undo: UndoWrite };
  /** The project to make active. Saved, unless it is the environment's. */
  activeProjectId?: string;
  /** The drill to arm, or none. In memory only. */
  drill?: DrillOrder | 'off';
  /** Whether to serve in this run, whatever is saved. */
  serve?: boolean;
  /** A port that cannot be opened becomes a state with a remedy instead of failing the change. */
  listenerMayFail?: boolean;
  /** The input to blame if the listener fails, such as `changes.server.port`. */
  listenerField?: string;
}

interface Outcome {
  /** The state that the change made. */
  snapshot: Snapshot;
  /** Puts back the secrets that it removed. */
  undoRemoval: UndoWrite | undefined;
}

/** Runs one change at a time: `plan` starts from the state that the change before it left. */
export type Change = (plan: (state: State) => Plan | undefined) => Promise<Outcome>;

interface Changes {
  run: Change;
  /** Opens the listener if the settings say so. The outcome is the endpoint's state. */
  startServing(): Promise<void>;
  /** Whether a change is running, which will publish a snapshot when it ends. */
  isRunning(): boolean;
}

interface ChangeDeps {
  state: MutableState;
  vault: FillableVault;
  settings: SettingsStore;
  secrets: SecretStore;
  endpoint: EndpointControl;
  setStartAtLogin: HostActions['setStartAtLogin'];
  /** The settings as they hold in this run, with what the command line decides. */
  effective(server: ServerSettings): ServerSettings;
  /** Makes the one snapshot of a change and tells everyone. */
  publish(): Snapshot;
  snapshot(): Snapshot;
  armDrill(order: DrillOrder | undefined): void;
  log: Log;
}

/** One thing that a change does outside the core's memory. */
interface Step {
  run(): Promise<void> | void;
  undo(): Promise<void> | void;
  /** A failed `run` may have done part of its work, so it is undone as well. */
  isPartial?: boolean;
  /** A sentence about what stays changed if `undo` fails. */
  left: string;
}

/**
 * The only way to change settings, secrets, the listener and the login item. A change is planned, carried out step by
 * step, and shown in one snapshot. If a step fails, the steps before it are undone, and the error says so or names
 * what could not be undone.
 */
export function createChanges(deps: ChangeDeps): Changes {
  const { state, vault, endpoint } = deps;
  let last: Promise<unknown> = Promise.resolve();
  let running = false;
  /** What the listener was last asked for, successfully or not. */
  let serving: ServerSettings = { ...deps.effective(state.settings.server), serve: false };

  const listenerStep = (next: ServerSettings, plan: Plan): Step => {
    const before = serving;
    const statusBefore = endpoint.state.status;
    return {
      isPartial: true,
      async run() {
        const outcome = await endpoint.apply(next);
        if (outcome.status === 'failed' && plan.listenerMayFail !== true) {
          throw asError(outcome.failure, plan.listenerField);
        }
        serving = next;
      },
      async undo() {
        serving = before;
        const { status } = await endpoint.apply(before);
        const isAsBefore =
          status === statusBefore ||
          statusBefore === 'starting' ||
          (before.serve && status === 'serving');
        if (!isAsBefore) throw new Error('The endpoint did not come back.');
      },
      left: before.serve
        ? `The endpoint is no longer on port ${before.port}.`
        : 'The endpoint is not stopped.',
    };
  };

  const stepsOf = (plan: Plan, next: Settings, removed: { undo?: UndoWrite }): Step[] => {
    const { settings: before } = state;
    const steps: Step[] = [];
    const kept = new Map([...(plan.secrets ?? [])].filter(([, secret]) => secret !== undefined));
    const gone = new Map([...(plan.secrets ?? [])].filter(([, secret]) => secret === undefined));
    if (kept.size > 0) {
      steps.push(secretsStep(deps.secrets, kept, 'The new secret is stored.', {}));
    }
    const { putBack } = plan;
    if (putBack !== undefined) {
      const removal = new Map(putBack.ids.map((id) => [id, undefined]));
      steps.push({
        run: putBack.undo,
        async undo() {
          await deps.secrets.write(removal);
        },
        left: 'The secret is stored again.',
      });
    }
    const { setStartAtLogin } = deps;
    if (setStartAtLogin !== undefined && changesLogin(before.app, next.app)) {
      steps.push({
        isPartial: true,
        run: () => setStartAtLogin(next.app.startAtLogin, next.app.startHidden),
        undo: () => setStartAtLogin(before.app.startAtLogin, before.app.startHidden),
        left: next.app.startAtLogin
          ? 'Token Tray starts at login.'
          : 'Token Tray does not start at login.',
      });
    }
    const server = deps.effective(next.server);
    const wanted = plan.serve === undefined ? server : { ...server, serve: plan.serve };
    if (plan.serve !== undefined || movesListener(serving, wanted, before.server, next.server)) {
      steps.push(listenerStep(wanted, plan));
    }
    if (next !== before || plan.settings !== undefined) {
      steps.push({
        run: () => deps.settings.save(next),
        undo: () => deps.settings.save(before),
        left: 'The new settings are saved and will apply from the next start.',
      });
    }
    // Last, so that a crash before it leaves a secret too many and never one too few.
    if (gone.size > 0) {
      steps.push(secretsStep(deps.secrets, gone, 'The secret is removed.', removed));
    }
    return steps;
  };

  const perform = async (plan: Plan): Promise<Outcome> => {
    const active = plan.activeProjectId;
    const base = plan.settings ?? state.settings;
    const next =
      active === undefined || active === state.environmentProjectId
        ? base
        : { ...base, activeProjectId: active };
    const removed: { undo?: UndoWrite } = {};
    await carryOut(stepsOf(plan, next, removed), deps.log);
    const ids = next.projects.map(secretIdOf);
    const known = new Set(state.settings.projects.map(secretIdOf));
    await vault.load([...ids.filter((id) => !known.has(id)), ...(plan.putBack?.ids ?? [])]);
    if (plan.secrets !== undefined) vault.adopt(plan.secrets);
    state.adopt(next, active);
    if (plan.drill !== undefined) deps.armDrill(plan.drill === 'off' ? undefined : plan.drill);
    return { snapshot: deps.publish(), undoRemoval: removed.undo };
  };

  const inTurn = <Value>(action: () => Promise<Value>): Promise<Value> => {
    const result = last.then(action);
    last = result.catch(() => {});
    return result;
  };

  return {
    isRunning: () => running,
    run: (makePlan) =>
      inTurn(async () => {
        const plan = makePlan(state);
        if (plan === undefined) return { snapshot: deps.snapshot(), undoRemoval: undefined };
        const serverBefore = endpoint.state;
        running = true;
        try {
          return await perform(plan);
        } catch (error) {
          if (error instanceof TokenTrayError && error.failure.code === 'conflict') {
            state.adoptFile(deps.settings.load());
            await vault.load(state.settings.projects.map(secretIdOf));
            deps.publish();
          } else if (endpoint.state !== serverBefore) deps.publish();
          throw error;
        } finally {
          running = false;
        }
      }),
    startServing: () =>
      inTurn(async () => {
        serving = deps.effective(state.settings.server);
        await endpoint.apply(serving);
      }),
  };
}

/** Runs the steps in order. Where one fails, those before it are undone, last first, and the error is thrown. */
async function carryOut(steps: readonly Step[], log: Log): Promise<void> {
  const done: Step[] = [];
  for (const step of steps) {
    try {
      await step.run();
      done.push(step);
    } catch (error) {
      if (step.isPartial === true) done.push(step);
      const left = await undo(done, log);
      throw left.length === 0 ? error : halfUndone(error, left);
    }
  }
}

async function undo(done: readonly Step[], log: Log): Promise<string[]> {
  const left: string[] = [];
  for (const step of done.toReversed()) {
    try {
      await step.undo();
    } catch (error) {
      log('error', 'A failed change could not be undone', {
        left: step.left,
        ...errorTrace(error),
      });
      left.push(step.left);
    }
  }
  return left;
}

function halfUndone(error: unknown, left: readonly string[]): TokenTrayError {
  const failure = error instanceof TokenTrayError ? error.failure : undefined;
  // The message of the cause may promise that nothing was changed; its reason does not.
  const reason = failure?.details?.['reason'] ?? failure?.message ?? 'Something went wrong.';
  return new TokenTrayError('change_half_undone', { reason, left: left.join(' ') }, failure?.field);
}

function asError({ code, details }: Failure, field: string | undefined): TokenTrayError {
  return new TokenTrayError(code, details, field);
}

function secretsStep(
  store: SecretStore,
  changes: ReadonlyMap<string, string | undefined>,
  left: string,
  written: { undo?: UndoWrite },
): Step {
  return {
    async run() {
      written.undo = await store.write(changes);
    },
    async undo() {
      await written.undo?.();
    },
    left,
  };
}

function movesListener(
  serving: ServerSettings,
  wanted: ServerSettings,
  before: ServerSettings,
  next: ServerSettings,
): boolean {
  const isAsked =
    before.port !== next.port || before.lan !== next.lan || before.serve !== next.serve;
  const isOther =
    serving.port !== wanted.port || serving.lan !== wanted.lan || serving.serve !== wanted.serve;
  return isAsked && isOther;
}

function changesLogin(before: AppSettings, after: AppSettings): boolean {
  return (
    before.startAtLogin !== after.startAtLogin ||
    (after.startAtLogin && before.startHidden !== after.startHidden)
  );
}
