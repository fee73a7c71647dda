import { UsageError } from './usage-error.ts';

/** Flags of other tools that take a secret as their value, in any spelling commands use. */
const SECRET_FLAG = /^--?(?:api[-_]?secret|secret|livekit[-_]api[-_]secret)(?:=|$)/i;

/**
 * Throws where a secret was given as an argument, before anything else looks at the arguments and
 * without saying it again: `ps` shows arguments to every program, and shells write them down.
 */
export function refuseSecretArguments(args: readonly string[]): void {
  if (args.some((argument) => SECRET_FLAG.test(argument))) {
    throw new UsageError('secret_in_argument');
  }
}
