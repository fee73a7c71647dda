import type { Readable, Writable } from 'node:stream';
import type { TokenTray } from '../core/create-token-tray.ts';
import type { TokenTrayPorts } from '../core/ports.ts';
import type { ServeOptions } from './serve-arguments.ts';

/** What a command works with. */
export interface CommandContext {
  io: CommandIo;
  host: CommandHost;
  /** The data folder: that of `--data-dir`, or the user's own. */
  folder(): string;
}

/** The outside world of one command, as one value, so that tests bring their own. */
export interface CommandIo {
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  /** How the command was started, such as `token-tray` or `npx token-tray`. */
  startedAs: string;
  stdin: Readable & { isTTY?: boolean; setRawMode?: (raw: boolean) => unknown };
  /** Where questions are asked; absent if there is no terminal. */
  terminal?: Writable;
  /** Writes to stdout. Control and bidi characters are replaced on the way, line ends excepted. */
  out(text: string): void;
  /** As `out`, to stderr. */
  err(text: string): void;
  /** Resolves to whether a browser was started. */
  openBrowser(url: string): Promise<boolean>;
  /** Serves one redirect to `target` from a process of its own; resolves to the address, good for 30 s. */
  redirectOnce(target: string): Promise<string>;
}

export interface CoreOptions {
  folder: string;
  /** `locked`: holds the data folder for this run, so that it may save. `reading`: saves nothing and holds nothing. */
  access: 'locked' | 'reading';
  environmentProject?: TokenTrayPorts['environmentProject'];
}

/** The core inside this process, for a command that runs while no host does. */
export interface CoreHere {
  dispatch: TokenTray['dispatch'];
  /** Whether the folder holds settings; otherwise ids are made up for this run. */
  isSaved: boolean;
  close(): Promise<void>;
}

/** What the command line asks its host for. It does not know what the core is made of. */
export interface CommandHost {
  version: string;
  defaultDataFolder(): string;
  /** Serves until it is stopped by a signal. Resolves once it has said that it serves. */
  serve(options: ServeOptions): Promise<void>;
  openCore(options: CoreOptions): Promise<CoreHere>;
}
