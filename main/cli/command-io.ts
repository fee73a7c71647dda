import type { Readable, Writable } from 'node:stream';
import type { Command } from 'commander';
import {
  failure,
  TokenTrayError,
  type ErrorCode,
  type ErrorDetails,
  type Failure,
} from '../contract/errors.ts';
import { nearestName } from '../contract/text.ts';

/** The outside world of one command, as one value, so that tests bring their own. */
export interface CommandIo extends Output {
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  /** How the command was started, such as `token-tray` or `npx token-tray`. */
  startedAs: string;
  stdin: Readable & { isTTY?: boolean; setRawMode?: (raw: boolean) => unknown };
  /** Where questions are asked; absent if there is no terminal. */
  terminal?: Writable;
  /** Resolves to whether a browser was started. */
  openBrowser(url: string): Promise<boolean>;
  /** Serves one redirect to `target` from a process of its own; resolves to the address, good for 30 s. */
  redirectOnce(target: string): Promise<string>;
}

/** Controls, format characters (bidi marks are among them) and line separators. */
const STEERING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const STEERING_BUT_LINES = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** One line of a terminal: what would move the cursor, colour text or turn its direction becomes U+FFFD. */
export function printable(text: string): string {
  return text.replace(STEERING, '\ufffd');
}

/** JSON that reads back as `value` and is safe in a terminal. */
export function toJson(value: unknown, indent = 2): string {
  const json = JSON.stringify(value, undefined, indent);
  return `${json.replace(STEERING_BUT_LINES, escaped)}\n`;
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_unit, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}

interface TextStream {
  write(text: string): unknown;
}

export interface Output {
  /** Writes to stdout. Control and bidi characters are replaced on the way, line ends excepted. */
  out(text: string): void;
  /** As `out`, to stderr. */
  err(text: string): void;
}

/** All output goes through here, so no name, URL, path or error can steer the terminal. */
export function createOutput(stdout: TextStream, stderr: TextStream): Output {
  const writeTo = (stream: TextStream) => (text: string) => {
    stream.write(text.replace(STEERING_BUT_LINES, '\ufffd'));
  };
  return { out: writeTo(stdout), err: writeTo(stderr) };
}

/** Columns of text for a terminal, each as wide as its widest cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows].map((row) => row.map(printable));
  const widths = head.map((_cell, column) =>
    Math.max(...all.map((row) => lengthOf(row[column] ?? ''))),
  );
  return all
    .map((row) => row.map((cell, column) => padded(cell, widths[column] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(width - lengthOf(cell));
}

/** In characters as a reader counts them: an emoji must not shift the column. */
function lengthOf(text: string): number {
  return Array.from(new Intl.Segmenter().segment(text)).length;
}

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

/** Ends a command that has printed its result, with this exit code. */
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

/** Whether the arguments ask for JSON. Then errors are JSON as well. */
export function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).some((arg) => arg === '--json' || arg === '-j');
}

/**
 * Writes an error to stderr, in the catalogue's words or as JSON, and returns the exit code. Commands
 * in the text are written as this one was started.
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

/** The text of a foreign error may hold anything, so only its kind is shown. */
function failureOf(error: unknown): { code: string; message: string } {
  if (error instanceof UsageError || error instanceof TokenTrayError) return error.failure;
  if (error instanceof Error && error.name === 'TimeoutError') {
    return { code: 'timeout', message: 'Token Tray did not answer in time.' };
  }
  const kind = error instanceof Error ? error.name : typeof error;
  return { code: 'internal', message: `Something went wrong inside Token Tray (${kind}).` };
}

/** Never repeats what was typed: it may be a pasted secret. */
export function unknownCommand(typed: string, parent: Command, prefix = ''): UsageError {
  const names = parent.commands.flatMap((command) => [command.name(), ...command.aliases()]);
  const near = nearestName(typed, names);
  const hint =
    near === undefined
      ? `Run "token-tray ${prefix}--help" for the list.`
      : `Did you mean "token-tray ${prefix}${near}"?`;
  return new UsageError('invalid_input', { detail: `There is no such command. ${hint}` });
}
