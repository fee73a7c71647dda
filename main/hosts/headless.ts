#!/usr/bin/env node
import { basename, join, relative } from 'node:path';
import { defaultDataFolder } from '../adapters/data-folder.ts';
import type { CommandHost } from '../cli/core-access.ts';
import { type CommandIo, reportError, wantsJson, createOutput } from '../cli/command-io.ts';
import { refuseSecretArguments } from '../cli/credential-sources.ts';
import { parseServeArguments, type ServeOptions } from '../cli/serve-arguments.ts';
import { openCore } from './headless/headless-core.ts';
import { serve } from './headless/serve.ts';

// oxlint-disable-next-line no-underscore-dangle -- the build writes the version in its place
declare const __APP_VERSION__: string;

const startedAs = startedAsOf(process.argv[1] ?? '', process.env);
const output = createOutput(process.stdout, process.stderr);
const build = {
  version: __APP_VERSION__,
  rendererFolder: join(__dirname, '..', 'renderer'),
  startedAs,
  output,
};

void run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<void> {
  try {
    refuseSecretArguments(args);
    // What a compose file leaves blank is not set.
    for (const [name, value] of Object.entries(process.env)) {
      if (name.startsWith('TOKEN_TRAY_') && value === '') Reflect.deleteProperty(process.env, name);
    }
    const options = parseServeArguments(args, process.env);
    if (options === undefined) await runCommand(args);
    else await serve(options, build);
  } catch (error) {
    process.exit(reportError(error, { err: output.err, startedAs }, wantsJson(args)));
  }
}

/** Everything that is not a plain `serve` is worth loading the command line's parser. */
async function runCommand(args: readonly string[]): Promise<void> {
  const { openBrowser, redirectOnce, REDIRECT_COMMAND, runRedirect } =
    await import('./headless/browser.ts');
  if (args.length === 1 && args[0] === REDIRECT_COMMAND) {
    await runRedirect();
    return;
  }
  const { runProgram } = await import('../cli/program.ts');
  // What reads our output may have enough of it, as `head` does.
  process.stdout.on('error', endOnBrokenPipe);
  process.stderr.on('error', endOnBrokenPipe);
  const host: CommandHost = {
    version: build.version,
    defaultDataFolder,
    serve: (options: ServeOptions) => {
      process.stdout.off('error', endOnBrokenPipe);
      process.stderr.off('error', endOnBrokenPipe);
      return serve(options, build);
    },
    openCore: (options) => openCore(options, build.version),
  };
  const io: CommandIo = {
    env: process.env,
    cwd: process.cwd(),
    startedAs,
    stdin: process.stdin,
    ...(process.stderr.isTTY ? { terminal: process.stderr } : {}),
    ...output,
    openBrowser,
    redirectOnce,
  };
  process.exitCode = await runProgram(args, host, io);
}

function endOnBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode ?? 0);
}

/** How to start this program again from the same shell: by its name, through npx, or as a file. */
function startedAsOf(script: string, env: NodeJS.ProcessEnv): string {
  const isNpx = env['npm_command'] === 'exec';
  // A tool that npx runs may run us, too.
  if (isNpx && env['npm_lifecycle_script']?.includes('token-tray') === true) {
    return 'npx token-tray';
  }
  const isInstalled = basename(script) === 'token-tray' || /[\\/]node_modules[\\/]/.test(script);
  return isInstalled ? 'token-tray' : `node ${relative(process.cwd(), script) || script}`;
}
