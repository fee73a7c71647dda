import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { TokenTrayError, errorMessage } from '../contract/errors.ts';
import { DEFAULT_PORT, DEFAULT_UI_PORT } from '../contract/limits.ts';
import { parsePort, portProblem } from '../contract/port.ts';
import type { CommandContext, CommandHost, CommandIo } from './context.ts';
import { FailedResult, PromptCancelled, UsageError } from './exit.ts';
import { addDoctorCommand } from './doctor.ts';
import { addProjectCommands } from './project-command.ts';
import { runOpen, runStatus } from './status.ts';
import { addTokenCommand } from './token-command.ts';

/** The whole command line, as the parser knows it. Parsing throws; `runProgram` turns that into an exit code. */
export function createProgram(host: CommandHost, io: CommandIo): Command {
  const program = new Command('token-tray')
    .description('A LiveKit token server on this machine.')
    .version(host.version, '-v, --version')
    .option('--data-dir <folder>', 'folder of settings and secrets')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        io.out(text);
      },
      writeErr: (text) => {
        io.err(text);
      },
      // A mistyped flag may have had a secret behind its "=".
      outputError: (text, write) => {
        write(withoutValues(text).replace(/^error: /, 'token-tray: '));
      },
    })
    .showHelpAfterError('Run it with --help to see what it takes.')
    .helpCommand(false);

  const context: CommandContext = {
    io,
    host,
    folder: () => program.opts<{ dataDir?: string }>().dataDir ?? host.defaultDataFolder(),
  };

  program
    .command('serve', { isDefault: true })
    .description('answer token requests until stopped, with the window on a port of its own')
    .option(
      '--port <number>',
      `port of the endpoint (default: that of the settings, ${DEFAULT_PORT} at first)`,
      port,
    )
    .option('--ui-port <number>', 'port of the window', port, DEFAULT_UI_PORT)
    .option('--open', 'open the window in the browser')
    .option('--no-open', 'open nothing (default)')
    .option(
      '--json',
      'print one line, {"endpoint","ui","pid","version"}, once tokens are served; exit 1 where they cannot be',
    )
    .addHelpText(
      'after',
      '\nLIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET (or LIVEKIT_API_SECRET_FILE) make a project for this run.',
    )
    .action((options: { port?: number; uiPort: number; open?: boolean; json?: boolean }) => {
      const { dataDir } = program.opts<{ dataDir?: string }>();
      return host.serve({
        ...(options.port === undefined ? {} : { port: options.port }),
        uiPort: options.uiPort,
        ...(dataDir === undefined ? {} : { dataDir }),
        open: options.open === true,
        json: options.json === true,
      });
    });

  addTokenCommand(program, context);
  addProjectCommands(program, context);
  addDoctorCommand(program, context);

  program
    .command('status')
    .description('say what runs and whether it serves tokens; exit code 0 if it does')
    .option('--json', 'for a program')
    .action((options: { json?: boolean }) => runStatus(context, options));

  program
    .command('open')
    .description('print a fresh link to the window of the running host, and open it in the browser')
    .option('--no-open', 'print it only')
    .action((options: { open: boolean }) => runOpen(context, options));

  return program;
}

function port(text: string): number {
  const number = parsePort(text);
  if (number === undefined) throw new InvalidArgumentError(errorMessage('port_invalid'));
  const problem = portProblem(number);
  if (problem !== undefined) throw new InvalidArgumentError(problem.message);
  return number;
}

/**
 * Runs a command line and answers its exit code: 0, 1 for what went wrong, 2 for what was typed wrongly,
 * 130 for a prompt that was left. What goes wrong is one line on stderr, in the words of the catalogue.
 */
export async function runProgram(
  args: readonly string[],
  host: CommandHost,
  io: CommandIo,
): Promise<number> {
  try {
    await createProgram(host, io).parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    return exitCodeOf(error, io);
  }
}

function exitCodeOf(error: unknown, io: CommandIo): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof FailedResult) return error.exitCode;
  if (error instanceof PromptCancelled) return 130;
  io.err(`token-tray: ${errorInWords(error)}\n`);
  return error instanceof UsageError ? 2 : 1;
}

/** Words of an error that is not ours may hold anything, so only its kind is told. */
function errorInWords(error: unknown): string {
  if (error instanceof UsageError || error instanceof TokenTrayError) return error.message;
  if (error instanceof Error && error.name === 'TimeoutError')
    return 'Token Tray did not answer in time.';
  return `Something went wrong inside Token Tray (${error instanceof Error ? error.name : typeof error}).`;
}

/** Quoted options without the values behind their "=". */
function withoutValues(text: string): string {
  return text
    .split("'")
    .map((part, index) =>
      index % 2 === 1 && /^-[\w-]+=/.test(part) ? `${part.slice(0, part.indexOf('='))}=...` : part,
    )
    .join("'");
}
