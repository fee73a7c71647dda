import {
  failure,
  TokenTrayError,
  type ErrorCode,
  type ErrorDetails,
  type Failure,
} from '../contract/errors.ts';
import type { CommandIo } from './context.ts';
import { toJson } from './output.ts';

/** Every exit code of the command. A signal gives 128 and its number, as in any program. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  /** `project import` found nothing that is not here already. */
  nothingToDo: 3,
  /** Ctrl+C at a prompt. */
  cancelled: 130,
} as const;

/** A command that was typed wrongly. */
export class UsageError extends Error {
  readonly failure: Failure;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    const value = failure(code, details);
    super(value.message);
    this.name = 'UsageError';
    this.failure = value;
  }
}

/** The command has printed its result, and only the exit code is left to give. */
export class ExitWith extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`Exit code ${code}`);
    this.code = code;
  }
}

/** Ctrl+C or Ctrl+D at a prompt. */
export class PromptCancelled extends Error {
  constructor() {
    super('The prompt was cancelled.');
    this.name = 'PromptCancelled';
  }
}

/** Whether the arguments ask for JSON, which errors then are too. */
export function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).some((arg) => arg === '--json' || arg === '-j');
}

/**
 * Says on stderr what went wrong, in the words of the catalogue or as JSON, and answers the exit code. Commands
 * in the text are named as this one was started.
 */
export function reportError(
  error: unknown,
  { err, startedAs }: Pick<CommandIo, 'err' | 'startedAs'>,
  json: boolean,
): number {
  if (error instanceof ExitWith) return error.code;
  if (error instanceof PromptCancelled) return EXIT.cancelled;
  const { code, message } = failureOf(error);
  const words = asStarted(message, startedAs);
  err(json ? toJson({ error: { code, message: words } }, 0) : `token-tray: ${words}\n`);
  return error instanceof UsageError ? EXIT.usage : EXIT.failed;
}

/** Text in which `"token-tray open"` and the like are written as they work in this shell. */
export function asStarted(text: string, startedAs: string): string {
  return text.replaceAll('"token-tray ', `"${startedAs} `);
}

/** Words of an error that is not ours may hold anything, so only its kind is told. */
function failureOf(error: unknown): { code: string; message: string } {
  if (error instanceof UsageError || error instanceof TokenTrayError) return error.failure;
  if (error instanceof Error && error.name === 'TimeoutError') {
    return { code: 'timeout', message: 'Token Tray did not answer in time.' };
  }
  const kind = error instanceof Error ? error.name : typeof error;
  return { code: 'internal', message: `Something went wrong inside Token Tray (${kind}).` };
}
