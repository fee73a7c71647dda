import type { ActivityEntry, IssuedToken } from './activity.ts';
import type { CallInput, CallName, CallValue } from './calls.ts';
import type { DoctorProgress } from './doctor-report.ts';
import type { Failure } from './errors.ts';
import { isJsonObject } from './json.ts';
import type { Snapshot } from './snapshot.ts';

/** A call's input, which may be left out where the call takes none. */
export type CallArguments<Name extends CallName> =
  undefined extends CallInput<Name> ? [CallInput<Name>?] : [CallInput<Name>];

/** The contract over any transport, typed. */
export interface Client {
  call<Name extends CallName>(
    name: Name,
    ...input: CallArguments<Name>
  ): Promise<Reply<CallValue<Name>>>;
  listen<Name extends EventName>(
    event: Name,
    listener: (payload: Events[Name]) => void,
  ): () => void;
}

/** The one place that trusts a transport's values to be what the contract says. */
export function createClient(transport: Transport): Client {
  return {
    call: (name, ...input) =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      transport.call(name, input[0]) as Promise<Reply<CallValue<typeof name>>>,
    listen: (event, listener) =>
      transport.listen(event, (payload) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        listener(payload as Events[typeof event]);
      }),
  };
}

/** A reply is always a value, so that no transport can lose part of an error. */
export type Reply<Value> = { ok: true; value: Value } | { ok: false; error: Failure };

/** What came over the network as a reply; `undefined` where it is something else's answer. */
export function readReply(value: unknown): Reply<unknown> | undefined {
  if (!isJsonObject(value)) return undefined;
  if (value['ok'] === true) return { ok: true, value: value['value'] };
  const error: unknown = value['error'];
  return value['ok'] === false && isFailure(error) ? { ok: false, error } : undefined;
}

function isFailure(value: unknown): value is Failure {
  return (
    isJsonObject(value) && typeof value['code'] === 'string' && typeof value['message'] === 'string'
  );
}

/** The two verbs of every transport. Names and shapes are the contract's (calls.ts). */
export interface Transport {
  call(name: string, input: unknown): Promise<Reply<unknown>>;
  /** Returns a function that stops listening. */
  listen(event: string, listener: (payload: unknown) => void): () => void;
}

/**
 * Everything that is pushed. The state comes whole; the activity comes line by line, since it is long, and in
 * batches, since there can be thousands of requests.
 */
export interface Events {
  'state.changed': Snapshot;
  /** New lines and changed ones, oldest first. */
  'activity.added': ActivityEntry[];
  'activity.cleared': null;
  'tokens.changed': IssuedToken[];
  'doctor.check': DoctorProgress;
  'window.show': { view: string };
}

/** What `window.show` names to open the sheet that checks a phone. */
export const PHONE_SHEET = 'phone';

/** The view to open where the cause of the active project’s trouble is to be found right away. */
export const FIND_CAUSE = 'find-cause';

export type EventName = keyof Events;

export const EVENT_NAMES = [
  'state.changed',
  'activity.added',
  'activity.cleared',
  'tokens.changed',
  'doctor.check',
  'window.show',
] as const satisfies readonly EventName[];

export function isEventName(name: string): name is EventName {
  return (EVENT_NAMES as readonly string[]).includes(name);
}
