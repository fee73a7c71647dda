import { CommanderError } from 'commander';
import { TokenTrayError } from '../contract/errors.ts';
import type { CommandHost } from './command-host.ts';
import type { CommandIo } from './command-io.ts';
import { createProgram } from './program.ts';
import { PromptAborted } from './prompt.ts';
import { SilentFailure } from './silent-failure.ts';
import { UsageError } from './usage-error.ts';

/**
 * Runs a command line and answers its exit code: 0, 1 for what went wrong, 2 for what was typed wrongly,
 * 130 for a prompt that was left. What goes wrong is one line on stderr, in the words of the catalogue.
 */
export async function runProgram(
  args: readonly string[],
  host: CommandHost,
  io: CommandIo,
): Promise<number> {
  try {
    await createProgram(host, io).parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    return exitCodeOf(error, io);
  }
}

function exitCodeOf(error: unknown, io: CommandIo): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof SilentFailure) return 1;
  if (error instanceof PromptAborted) return 130;
  io.err(`token-tray: ${errorInWords(error)}\n`);
  return error instanceof UsageError ? 2 : 1;
}

/** Words of an error that is not ours may hold anything, so only its kind is told. */
function errorInWords(error: unknown): string {
  if (error instanceof UsageError || error instanceof TokenTrayError) return error.message;
  if (error instanceof Error && error.name === 'TimeoutError')
    return 'Token Tray did not answer in time.';
  return `Something went wrong inside Token Tray (${error instanceof Error ? error.name : typeof error}).`;
}
