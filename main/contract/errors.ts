import { HOST_ERRORS } from './errors/host-errors.ts';
import { INPUT_ERRORS } from './errors/input-errors.ts';
import { REQUEST_ERRORS } from './errors/request-errors.ts';
import { fillIn } from './text.ts';

/**
 * Everything that can go wrong, with its HTTP status and its message, for the endpoint, the window, the tray and the
 * command line. `{name}` is filled from the error's details.
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

/** The message for `code`, filled from `details`. */
export function errorMessage(code: ErrorCode, details: ErrorDetails = {}): string {
  return fillIn(ERRORS[code].message, details);
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

/** Enough stack frames to tell where an error came from. */
const MAX_FRAMES = 6;

interface ErrorTrace {
  /** The error's class, such as `TypeError`; the type of a thrown value that is not an error. */
  error: string;
  /** The system's code, such as `ENOSPC`. */
  code?: string;
  /** Where it was thrown. */
  at: string;
}

/**
 * What an error may put into the log: its class, the system's code and where it was thrown. Never its
 * message or its other properties, which may quote a secret, a token or a request.
 */
export function errorTrace(error: unknown): ErrorTrace {
  if (!(error instanceof Error)) return { error: typeof error, at: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const at = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, MAX_FRAMES)
    .map((line) => line.trim())
    .join(' ');
  return {
    error: error.name,
    ...(code === undefined || !/^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? {} : { code }),
    at,
  };
}
