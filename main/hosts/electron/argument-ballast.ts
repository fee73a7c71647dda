import type { App } from 'electron';
import { startCommand } from './start-command.ts';
import type { StartOptions } from './start-options.ts';

/** Chromium hands a second start's arguments to the first in one message of at most 32 KiB. */
const MAX_LENGTH = 16 * 1024;

/**
 * Starts the app again without arguments that nobody here reads, where there are too many of them, and
 * answers whether it did. Otherwise the first copy would not understand the second, and the second would
 * take the first for hung and end it.
 */
export function shedArguments(app: App, argv: readonly string[], options: StartOptions): boolean {
  const length = argv.reduce((sum, argument) => sum + Buffer.byteLength(argument) + 1, 0);
  if (length <= MAX_LENGTH) return false;
  const [execPath, ...args] = startCommand(app, options);
  app.relaunch({ execPath, args });
  return true;
}
