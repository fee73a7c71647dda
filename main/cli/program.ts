import { defined } from '../contract/json.ts';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { parsePort, portProblem } from '../contract/addresses.ts';
import { DEFAULT_PORT, DEFAULT_UI_PORT } from '../contract/limits-and-defaults.ts';
import {
  type CommandIo,
  EXIT,
  reportError,
  UsageError,
  wantsJson,
  unknownCommand,
} from './command-io.ts';
import { completionScript, completionsFor, isNamed } from './completion.ts';
import { type CommandContext, type CommandHost, withCore, valueOf } from './core-access.ts';
import { addDescribeCommand } from './describe-command.ts';
import { addDoctorCommand } from './doctor-command.ts';
import { addActivityCommand } from './activity-command.ts';
import { addDrillCommand } from './drill-command.ts';
import { addEnvCommand } from './env-command.ts';
import { addProjectCommands } from './project-command.ts';
import { runOpen, runStatus } from './status-command.ts';
import { addTokenCommand } from './token-command.ts';

/**
 * Runs a command line and answers its exit code (`EXIT`). What goes wrong is one line on stderr, in the words
 * of the catalogue, or JSON where `--json` was asked for.
 */
export async function runProgram(
  args: readonly string[],
  host: CommandHost,
  io: CommandIo,
): Promise<number> {
  const complaint: { text?: string } = {};
  try {
    await createProgram(host, io, complaint).parseAsync([...args], { from: 'user' });
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportError(error, io, wantsJson(args));
    if (error.exitCode === 0) return EXIT.done;
    const detail = complaint.text ?? 'That cannot be understood. Run "token-tray --help".';
    return reportError(new UsageError('invalid_input', { detail }), io, wantsJson(args));
  }
}

const MORE_HELP = `
Without a command it runs "serve".

Exit codes: 0 done; 1 failed; 2 the command was typed wrongly; 3 nothing to import; 130 cancelled at a
prompt. After a signal: 128 plus its number.`;

/** The whole command line, as the parser knows it. What the parser complains about goes to `complaint`. */
function createProgram(host: CommandHost, io: CommandIo, complaint: { text?: string }): Command {
  const program = new Command(io.startedAs)
    .description('A LiveKit token server on this machine.')
    .usage('[command] [options]')
    .version(host.version, '-v, --version')
    .addOption(
      new Option(
        '--data-dir <folder>',
        `folder of settings and secrets (default: ${folderInWords(host)})`,
      ).env('TOKEN_TRAY_DATA_DIR'),
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        io.out(text);
      },
      writeErr: (text) => {
        io.err(text);
      },
      outputError: (text) => {
        complaint.text = complaintInWords(text);
      },
    })
    .configureHelp({
      // `words` only catches what is mistyped.
      subcommandTerm: (command) =>
        [
          command.name(),
          ...command.registeredArguments
            .filter((argument) => argument.name() !== 'words')
            .map((argument) =>
              argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
            ),
        ].join(' '),
    })
    .helpCommand(false)
    .addHelpText('after', MORE_HELP);

  const context: CommandContext = {
    io,
    host,
    folder: () => program.opts<{ dataDir?: string }>().dataDir ?? host.defaultDataFolder(),
  };
  addServeCommand(program, context);
  addTokenCommand(program, context);
  addProjectCommands(program, context);
  addDoctorCommand(program, context);
  addEnvCommand(program, context);
  addDescribeCommand(program, context);
  addDrillCommand(program, context);
  addActivityCommand(program, context);

  program
    .command('status')
    .description(
      'show what is running and whether it serves tokens; exit code 0 if it does, else 1',
    )
    .option('--wait <duration>', 'wait until tokens are served, at most this long')
    .option('--json', 'print JSON')
    .addHelpText('after', `\nExample:\n  $ ${io.startedAs} status --wait 10s --json`)
    .action((options: { json?: boolean; wait?: string }) => runStatus(context, options));

  program
    .command('open')
    .description('print a new link to the window of the running host, and open it in the browser')
    .option('--no-open', 'only print it')
    .option('--json', 'print JSON')
    .addHelpText('after', `\nExample:\n  $ ${io.startedAs} open --no-open`)
    .action((options: { open: boolean; json?: boolean }) => runOpen(context, options));

  program
    .command('completion')
    .description('print the completion script of a shell')
    .argument('<shell>', 'bash, zsh, fish or powershell')
    .addHelpText('after', `\nExample:\n  $ eval "$(${io.startedAs} completion bash)"`)
    .action((shell: string) => {
      io.out(completionScript(shell));
    });

  program
    .command('help')
    .description('help for a command')
    .argument('[command...]')
    .action((words: string[]) => {
      let command = program;
      for (const [index, word] of words.entries()) {
        const next = command.commands.find((item) => isNamed(item, word));
        if (next === undefined) {
          throw unknownCommand(
            word,
            command,
            words
              .slice(0, index)
              .map((part) => `${part} `)
              .join(''),
          );
        }
        command = next;
      }
      command.outputHelp();
    });

  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action(async (words: string[]) => {
      const offered = await completionsFor(program, words, (kind) => slugsOf(context, kind));
      io.out(offered.map((word) => `${word}\n`).join(''));
    });
  return program;
}

function addServeCommand(program: Command, { host, io }: CommandContext): void {
  program
    .command('serve', { isDefault: true })
    .usage('[options]')
    .argument('[words...]')
    .description(
      'answer token requests until stopped, with the window on a port of its own (default)',
    )
    .addOption(
      new Option(
        '--port <number>',
        `port of the endpoint, 0 for any free one (default: that of the settings, ${DEFAULT_PORT} at first)`,
      )
        .argParser(port)
        .env('TOKEN_TRAY_PORT'),
    )
    .addOption(
      new Option('--ui-port <number>', 'port of the window, 0 for any free one')
        .argParser(port)
        .default(DEFAULT_UI_PORT)
        .env('TOKEN_TRAY_UI_PORT'),
    )
    .option('--open', 'open the window in the browser')
    .option('--no-open', 'open nothing (default)')
    .option(
      '--json',
      'print one line, {"endpoint","ui","pid","version"}, once tokens are served; exit 1 where they cannot be',
    )
    .addHelpText(
      'after',
      `
LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET (or LIVEKIT_API_SECRET_FILE) make a project for this run.
TOKEN_TRAY_CONFIG, TOKEN_TRAY_LAN and others configure a container; see Configuration in REFERENCE.md.
SIGINT (Ctrl+C), SIGTERM and SIGHUP stop it with exit code 0; a second one stops it at once with 1.

Example:
  $ ${io.startedAs} serve --port 0 --json`,
    )
    .action(
      (
        words: string[],
        options: { port?: number; uiPort: number; open?: boolean; json?: boolean },
      ) => {
        const [word] = words;
        if (word !== undefined) {
          if (program.args[0] !== 'serve') throw unknownCommand(word, program);
          throw new UsageError('invalid_input', {
            detail: '"serve" takes options only, such as --port 8080.',
          });
        }
        const { dataDir } = program.opts<{ dataDir?: string }>();
        const { port: wanted, uiPort, open = false, json = false } = options;
        return host.serve(defined({ port: wanted, uiPort, dataDir, open, json }));
      },
    );
}

/** The parser's message without the values in it, one of which may be a secret. */
function complaintInWords(text: string): string {
  const words = text
    .replace(/^error: /, '')
    .split("'")
    .map((part, index, parts) => {
      if (index % 2 === 0 || /^TOKEN_TRAY_[A-Z_]{1,40}$/.test(part)) return part;
      if (!part.startsWith('-') || parts[index - 1]?.endsWith(' argument ') === true) return '...';
      const flag = part.split('=')[0] ?? '';
      return /^--?[a-z][a-z-]{0,24}(?: [<[].*)?$/.test(flag) ? flag : '...';
    })
    .join("'")
    .replaceAll('\n', ' ')
    .replace(/ \((Did you mean [^()]+)\)\s*$/, '. $1')
    .replace(" argument '...' is invalid.", ' is wrong:')
    .replace(/ value '...' from env '([A-Z_]{1,60})' is invalid\./, ' is wrong in $1:')
    .trim();
  const sentence = words.charAt(0).toUpperCase() + words.slice(1);
  return `${sentence}${/[.?)!]$/.test(sentence) ? '' : '.'} Run it with --help to see what it takes.`;
}

function folderInWords(host: CommandHost): string {
  try {
    return host.defaultDataFolder();
  } catch {
    return 'none here, because HOME is not set';
  }
}

async function slugsOf(
  context: CommandContext,
  kind: 'project' | 'preset',
): Promise<readonly string[]> {
  try {
    return await withCore(context, 'read', async ({ call }) => {
      const { projects, presets } = valueOf(await call('state.get'));
      return (kind === 'project' ? projects : presets).map(({ slug }) => slug);
    });
  } catch {
    return [];
  }
}

function port(text: string): number {
  const number = parsePort(text);
  if (number === undefined || number > 65_535) {
    throw new InvalidArgumentError(
      'A port is a whole number from 1 to 65535, or 0 for any free one.',
    );
  }
  const problem = portProblem(number);
  if (problem !== undefined) throw new InvalidArgumentError(problem.message);
  return number;
}
