import type { Readable } from 'node:stream';
import type { TokenTray } from '../core/create-token-tray.ts';
import type { TokenTrayPorts } from '../core/ports.ts';
import type { ServeOptions } from './serve-arguments.ts';

/** What every command works with. */
export interface CommandContext {
  io: CommandIo;
  host: CommandHost;
  /** The data folder: that of `--data-dir`, or the user's own. */
  folder(): string;
}

export interface CoreOptions {
  folder: string;
  /** `locked`: holds the data folder for this run, so that it may save. `reading`: saves nothing and holds nothing. */
  access: 'locked' | 'reading';
  environmentProject?: TokenTrayPorts['environmentProject'];
}

/** The core inside this very process, for a command that runs while no host does. */
export interface CoreHere {
  dispatch: TokenTray['dispatch'];
  close(): Promise<void>;
}

/** What the command line asks its host for. The command line does not know what the core is made of. */
export interface CommandHost {
  version: string;
  defaultDataFolder(): string;
  /** Serves until it is stopped by a signal. Resolves once it has said that it serves. */
  serve(options: ServeOptions): Promise<void>;
  openCore(options: CoreOptions): Promise<CoreHere>;
}

/** What a command line run has of the world, as one value, so that tests bring their own. */
export interface CommandIo {
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  stdin: Readable & { isTTY?: boolean; setRawMode?: (raw: boolean) => unknown };
  /** Whether a person sees stdout. */
  stdoutIsTty: boolean;
  out(text: string): void;
  err(text: string): void;
  /** Resolves to whether a browser was started. */
  openBrowser(url: string): Promise<boolean>;
}
