import type { CommandHost } from './command-host.ts';
import type { CommandIo } from './command-io.ts';

/** What every command works with. */
export interface CommandContext {
  io: CommandIo;
  host: CommandHost;
  /** The data folder: that of `--data-dir`, or the user's own. */
  folder(): string;
}
