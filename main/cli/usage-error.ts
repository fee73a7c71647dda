import { failure, type ErrorCode, type ErrorDetails, type Failure } from '../contract/errors.ts';

/** A command that was typed wrongly: exit code 2, where everything else that goes wrong is 1. */
export class UsageError extends Error {
  readonly failure: Failure;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    const value = failure(code, details);
    super(value.message);
    this.name = 'UsageError';
    this.failure = value;
  }
}
