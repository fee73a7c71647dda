import * as v from 'valibot';
import {
  CALLS,
  isCallName,
  type CallName,
  type CallParsed,
  type CallValue,
} from '../contract/calls.ts';
import type { Reply } from '../contract/client.ts';
import {
  errorTrace,
  failure,
  isErrorCode,
  TokenTrayError,
  type Failure,
} from '../contract/errors.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import type { ActivityLog } from './activity/activity-log.ts';
import type { TokenShelf } from './activity/issued-tokens.ts';
import type { Change } from './change/change.ts';
import type { Readings } from './credentials/readings.ts';
import type { Doctor } from './doctor/create-doctor.ts';
import type { ProjectChecks } from './doctor/project-checks.ts';
import type { LkProjects } from './lk/lk-projects.ts';
import type { CloudSignInRun } from './lk/lk-sign-in.ts';
import type { EndpointControl, Log, TokenTrayPorts } from './ports.ts';
import type { Issuer } from './request/issue.ts';
import type { State } from './state/state.ts';
import type { Vault } from './state/vault.ts';

/** One function per call; each receives parsed input and throws TokenTrayError. */
export type Handlers = {
  readonly [Name in CallName]: (
    input: CallParsed<Name>,
  ) => CallValue<Name> | Promise<CallValue<Name>>;
};

/** The handlers of the calls that begin with `Room`, such as `token`. */
export type HandlersOf<Room extends string> = Pick<
  Handlers,
  Extract<keyof Handlers, `${Room}.${string}`>
>;

/** What handlers work on. They read state and secrets, and change them only through `change`. */
export interface HandlerContext {
  ports: Omit<TokenTrayPorts, 'settings' | 'secrets' | 'endpoint'>;
  state: State;
  vault: Vault;
  issuer: Issuer;
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

type Dispatch = (name: string, input: unknown) => Promise<Reply<unknown>>;

/** The one way in, for every transport: checks the name, parses the input, runs the handler, answers a value. */
export function createDispatch(handlers: Handlers, log: Log): Dispatch {
  return async (name, input) => {
    if (!isCallName(name)) {
      return { ok: false, error: failure('unknown_call', { name: name.slice(0, 64) }) };
    }
    const parsed = v.safeParse(CALLS[name].input, input);
    if (!parsed.success) return { ok: false, error: inputFailure(parsed.issues[0]) };
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed with this very call's schema.
      const handler = handlers[name] as (input: unknown) => unknown;
      return { ok: true, value: await handler(parsed.output) };
    } catch (error) {
      return { ok: false, error: callFailure(name, error, log) };
    }
  };
}

/** The schema's message is a code of the catalogue, or valibot's own words. */
function inputFailure(issue: v.BaseIssue<unknown>): Failure {
  const field = v.getDotPath(issue) ?? undefined;
  if (isErrorCode(issue.message)) return failure(issue.message, {}, field);
  const detail = `${field ?? 'The input'} must be ${issue.expected ?? 'something else'}.`;
  return failure('invalid_input', { detail }, field);
}

function callFailure(name: string, error: unknown, log: Log): Failure {
  if (error instanceof TokenTrayError) return error.failure;
  const requestId = Math.random().toString(36).slice(2, 10);
  log('error', 'A call failed', { call: name, requestId, ...errorTrace(error) });
  return failure('internal', { requestId });
}
