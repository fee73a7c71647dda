import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { oneTimeRedirect } from '../../../main/adapters/one-time-redirect.ts';
import type { CommandHost } from '../../../main/cli/core-access.ts';
import { type CommandIo, createOutput } from '../../../main/cli/command-io.ts';
import { refuseSecretArguments } from '../../../main/cli/credential-sources.ts';
import { runProgram } from '../../../main/cli/program.ts';
import type { ServeOptions } from '../../../main/cli/serve-arguments.ts';
import { openCore } from '../../../main/hosts/headless/headless-core.ts';

export interface RunOptions {
  env?: Readonly<Record<string, string>>;
  /** What comes in on stdin. */
  input?: string;
  /** Whether a person sits at stdin. */
  tty?: boolean;
  /** Whether a browser can be opened. */
  browser?: boolean;
}

export interface Ran {
  code: number;
  out: string;
  err: string;
}

export interface CommandLine {
  folder: string;
  cwd: string;
  /** Addresses that a browser was opened with. */
  opened: string[];
  /** What `serve` was asked for. */
  served: ServeOptions[];
  run(args: readonly string[], options?: RunOptions): Promise<Ran>;
  remove(): void;
}

/** The command line with the real core on a data folder of its own; only terminal and browser are the test's. */
export function createCommandLine(
  dataFolder?: string,
  open: CommandHost['openCore'] = (options) => openCore(options, '0.0.0-test'),
): CommandLine {
  const root = mkdtempSync(join(tmpdir(), 'token-tray-cli-'));
  const folder = dataFolder ?? join(root, 'data');
  const cwd = join(root, 'cwd');
  mkdirSync(cwd);
  const opened: string[] = [];
  const served: ServeOptions[] = [];
  const host: CommandHost = {
    version: '0.0.0-test',
    defaultDataFolder: () => folder,
    serve: async (options) => {
      served.push(options);
    },
    openCore: open,
  };
  return {
    folder,
    cwd,
    opened,
    served,
    run: async (args, { env = {}, input, tty = false, browser = true } = {}) => {
      let out = '';
      let err = '';
      const stdin = new PassThrough();
      if (input !== undefined || !tty) stdin.end(input);
      const terminal = new Writable({
        write: (chunk, _encoding, done) => {
          err += String(chunk);
          done();
        },
      });
      const io: CommandIo = {
        env,
        cwd,
        startedAs: 'token-tray',
        stdin: Object.assign(stdin, tty ? { isTTY: true, setRawMode: () => stdin } : {}),
        ...(tty ? { terminal } : {}),
        ...createOutput(
          {
            write: (text) => {
              out += text;
            },
          },
          {
            write: (text) => {
              err += text;
            },
          },
        ),
        redirectOnce: async (target) => (await oneTimeRedirect(target)).url,
        openBrowser: async (url) => {
          if (browser) opened.push(url);
          return browser;
        },
      };
      refuseSecretArguments(args);
      const code = await runProgram(args, host, io);
      return { code, out, err };
    },
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}
