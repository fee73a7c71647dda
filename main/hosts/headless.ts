#!/usr/bin/env node
import { join } from 'node:path';
import { defaultDataFolder } from '../adapters/data-folder.ts';
import type { CommandHost } from '../cli/context.ts';
import type { CommandIo } from '../cli/context.ts';
import { refuseSecretArguments } from '../cli/secret-source.ts';
import { parseServeArguments } from '../cli/serve-arguments.ts';
import { UsageError } from '../cli/exit.ts';
import { TokenTrayError } from '../contract/errors.ts';
import { serve } from './headless/serve.ts';

// oxlint-disable-next-line no-underscore-dangle -- the build writes the version in its place
declare const __APP_VERSION__: string;

const build = {
  version: __APP_VERSION__,
  rendererFolder: join(__dirname, '..', 'renderer'),
};

void run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<void> {
  try {
    refuseSecretArguments(args);
    const options = parseServeArguments(args);
    if (options === undefined) await runCommand(args);
    else await serve(options, build);
  } catch (error) {
    fail(error);
  }
}

/** Everything that is not a plain `serve` is worth loading the command line's parser. */
async function runCommand(args: readonly string[]): Promise<void> {
  const { runProgram } = await import('../cli/program.ts');
  const { openBrowser } = await import('./headless/open-browser.ts');
  const { openCore } = await import('./headless/headless-core.ts');
  const host: CommandHost = {
    version: build.version,
    defaultDataFolder,
    serve: (options) => serve(options, build),
    openCore: (options) => openCore(options, build.version),
  };
  const io: CommandIo = {
    env: process.env,
    cwd: process.cwd(),
    stdin: process.stdin,
    stdoutIsTty: process.stdout.isTTY,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    openBrowser,
  };
  process.exitCode = await runProgram(args, host, io);
}

function fail(error: unknown): void {
  const isOurs = error instanceof TokenTrayError || error instanceof UsageError;
  const words = isOurs ? error.message : `It cannot start (${String(error)}).`;
  process.stderr.write(`token-tray: ${words}\n`);
  process.exit(error instanceof UsageError ? 2 : 1);
}
