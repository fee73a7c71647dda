import { failure, type ErrorCode, type ErrorDetails, type Failure } from '../contract/errors.ts';

/** A command that was typed wrongly: exit code 2, where everything else that fails is 1. */
export class UsageError extends Error {
  readonly failure: Failure;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    const value = failure(code, details);
    super(value.message);
    this.name = 'UsageError';
    this.failure = value;
  }
}

/** The command has printed its result, and the result is a failure: only the exit code is left. */
export class FailedResult extends Error {
  readonly exitCode: number;

  constructor(exitCode = 1) {
    super('The result is a failure.');
    this.name = 'FailedResult';
    this.exitCode = exitCode;
  }
}

/** Ctrl+C at a prompt, where the terminal does not turn it into a signal: exit code 130. */
export class PromptCancelled extends Error {
  constructor() {
    super('The prompt was cancelled.');
    this.name = 'PromptCancelled';
  }
}
