import type { Request } from 'express';
import type { Failure } from '../contract/errors.ts';
import type { RawRequest } from '../core/ports.ts';
import type { FormFields } from './read/form-fields.ts';
import type { Selection } from './read/selection.ts';

/** What is known of a request once it has passed the guards. */
export interface Exchange {
  raw: RawRequest;
  /** Empty where it cannot be read. */
  query: FormFields;
  queryFailure?: Failure;
  selection: Selection;
  /** The headers that let the asking page read the answer; none where no page asks. */
  cors: readonly string[];
}

declare module 'express-serve-static-core' {
  interface Request {
    /** Absent only where a request broke before the guards could look at it. */
    exchange?: Exchange;
  }
}

/** For routes, which stand behind the guards. */
export function guardedExchange({ exchange }: Request): Exchange {
  if (exchange === undefined) throw new Error('A route was reached around the guards.');
  return exchange;
}
