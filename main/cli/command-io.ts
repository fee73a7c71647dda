import type { Readable } from 'node:stream';

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
