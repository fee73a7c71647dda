import type { Failure } from './errors.ts';

/** A reply is a value on every transport, so that none of them can lose a part of an error. */
export type Reply<Value> = { ok: true; value: Value } | { ok: false; error: Failure };

/** The two verbs every transport has. What the names and shapes are is the contract's (calls.ts). */
export interface Transport {
  call(name: string, input: unknown): Promise<Reply<unknown>>;
  /** Returns its own remover. */
  listen(event: string, listener: (payload: unknown) => void): () => void;
}
