import type { IncomingMessage } from 'node:http';
import type { RawRequest } from '../core/token-request.ts';
import type { FormFields } from './read/form-fields.ts';
import type { Failure } from '../contract/errors.ts';

/** What is known of a request once it has passed the guards. */
export interface Exchange {
  raw: RawRequest;
  /** Empty where it cannot be read. */
  query: FormFields;
  queryFailure?: Failure;
  /** `X-Sandbox-ID`, trimmed. */
  tokenServerId: string | undefined;
  /** The headers that let the asking page read the answer; none where no page asks. */
  cors: readonly string[];
}

const exchanges = new WeakMap<IncomingMessage, Exchange>();

export function keepExchange(request: IncomingMessage, exchange: Exchange): void {
  exchanges.set(request, exchange);
}

/** `undefined` only where a request broke before the guards could look at it. */
export function exchangeOf(request: IncomingMessage): Exchange | undefined {
  return exchanges.get(request);
}

/** For routes, which stand behind the guards. */
export function guardedExchange(request: IncomingMessage): Exchange {
  const exchange = exchanges.get(request);
  if (exchange === undefined) throw new Error('A route was reached around the guards.');
  return exchange;
}
