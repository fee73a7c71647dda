import type { Command } from 'commander';
import { nearestName } from '../contract/nearest-name.ts';
import { UsageError } from './exit.ts';

/** What was typed is not repeated: a secret may have been pasted there. */
export function unknownCommand(typed: string, parent: Command, prefix = ''): UsageError {
  const names = parent.commands.flatMap((command) => [command.name(), ...command.aliases()]);
  const near = nearestName(typed, names);
  const hint =
    near === undefined
      ? `Run "token-tray ${prefix}--help" for the list.`
      : `Did you mean "token-tray ${prefix}${near}"?`;
  return new UsageError('invalid_input', { detail: `There is no such command. ${hint}` });
}
