import type { CallInput, CallName, CallValue } from './calls.ts';
import type { Failure } from './errors.ts';
import type { EventName, Events } from './events.ts';

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

/** The one place where a transport's untyped values are taken for what the contract says they are. */
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

/** A reply is a value on every transport, so that none of them can lose a part of an error. */
export type Reply<Value> = { ok: true; value: Value } | { ok: false; error: Failure };

/** The two verbs every transport has. What the names and shapes are is the contract's (calls.ts). */
export interface Transport {
  call(name: string, input: unknown): Promise<Reply<unknown>>;
  /** Returns its own remover. */
  listen(event: string, listener: (payload: unknown) => void): () => void;
}
