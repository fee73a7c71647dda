import { HOST_ERRORS } from './errors/host-errors.ts';
import { INPUT_ERRORS } from './errors/input-errors.ts';
import { REQUEST_ERRORS } from './errors/request-errors.ts';

/**
 * The closed list of everything that can go wrong, with its HTTP status and its words. The endpoint, the
 * window, the tray and the command line all speak from here. `{name}` is filled from the error's details.
 */
export const ERRORS = {
  ...REQUEST_ERRORS,
  ...INPUT_ERRORS,
  ...HOST_ERRORS,
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof ERRORS;

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERRORS, text);
}

export type ErrorDetails = Readonly<Record<string, string | number>>;

/** An error as a value: what a call answers when it fails. */
export interface Failure {
  code: ErrorCode;
  message: string;
  /** The input the message is about, as a path such as `changes.apiKey`, where there is one. */
  field?: string;
  details?: ErrorDetails;
}

/** The sentence for `code`, with `{names}` filled from `details`; a name without a detail becomes empty. */
export function errorMessage(code: ErrorCode, details: ErrorDetails = {}): string {
  return ERRORS[code].message.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = details[name];
    return value === undefined ? (name === '' ? whole : '') : String(value);
  });
}

export function failure(code: ErrorCode, details: ErrorDetails = {}, field?: string): Failure {
  return {
    code,
    message: errorMessage(code, details),
    ...(field === undefined ? {} : { field }),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
}

/** Thrown by the core and the adapters; `dispatch` and the endpoint turn it into a reply. */
export class TokenTrayError extends Error {
  readonly failure: Failure;

  constructor(code: ErrorCode, details: ErrorDetails = {}, field?: string) {
    const value = failure(code, details, field);
    super(value.message);
    this.name = 'TokenTrayError';
    this.failure = value;
  }
}
