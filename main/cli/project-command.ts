import type { Command } from 'commander';
import { UsageError, unknownCommand } from './command-io.ts';
import type { CommandContext } from './core-access.ts';
import { addProject, type ProjectAddOptions } from './project-add.ts';
import { importProjects, type ProjectImportOptions } from './project-import.ts';
import { listProjects, removeProject, testProject, useProject } from './projects.ts';

interface JsonOption {
  json?: boolean;
}

/** `project add | list | use | remove | import | test`. */
export function addProjectCommands(program: Command, context: CommandContext): void {
  const examples = (...lines: string[]): string =>
    `\nExamples:\n${lines.map((line) => `  $ ${line.replaceAll('token-tray', context.io.startedAs)}`).join('\n')}`;

  const project = program
    .command('project')
    .usage('<command> [options]')
    .argument('[words...]')
    .description('LiveKit projects: URL, API key and API secret')
    .helpCommand(false)
    .action((words: string[]) => {
      if (words.length > 0) throw unknownCommand(words[0] ?? '', project, 'project ');
      throw new UsageError('invalid_input', {
        detail: 'Say what to do: "token-tray project list", or add, use, remove, import, test.',
      });
    });

  project
    .command('add')
    .description('add a project; asks for what you leave out')
    .argument('[name]', 'name of the project')
    .option('--url <url>', 'LiveKit URL (or LIVEKIT_URL)')
    .option('--api-key <key>', 'API key (or LIVEKIT_API_KEY)')
    .option('--api-secret-stdin', 'read the API secret from standard input')
    .option('--api-secret-file <file>', 'read the API secret from a file; - is standard input')
    .option('--cloud', 'sign in to LiveKit Cloud with lk, and take the project it adds')
    .option('--slug <slug>', 'its name in ?project= (default: made from the name)')
    .option('--use', 'make it the active project (default: only if the local one is active)')
    .option('--no-use', 'leave the active project as it is')
    .option('--json', 'print the project as JSON')
    .addHelpText(
      'after',
      () => `
The API secret is never an argument: it comes from a prompt that masks it, from --api-secret-stdin,
--api-secret-file, LIVEKIT_API_SECRET or LIVEKIT_API_SECRET_FILE. Credentials in any format (a .env file,
JSON, YAML, lines) can be pasted at a question or piped to standard input.
${examples(
  'token-tray project add',
  'token-tray project add Kitchen --url wss://kitchen.livekit.cloud --api-key APIxxxx',
  'pbpaste | token-tray project add Kitchen',
  'token-tray project add --cloud',
)}`,
    )
    .action((name: string | undefined, options: ProjectAddOptions) =>
      addProject(context, name, options),
    );

  project
    .command('list')
    .alias('ls')
    .description('list the projects; * marks the active one')
    .option('--json', 'print JSON, without any secret')
    .addHelpText('after', examples('token-tray project list --json'))
    .action((options: JsonOption) => listProjects(context, options));

  project
    .command('use')
    .description('make a project the active one, for requests that name none')
    .argument('<slug>', 'slug or name of the project')
    .option('--json', 'print the project as JSON')
    .addHelpText('after', examples('token-tray project use kitchen'))
    .action((slug: string, options: JsonOption) => useProject(context, slug, options));

  project
    .command('remove')
    .alias('rm')
    .description('remove a project and its secret')
    .argument('<slug>', 'slug or name of the project')
    .option('-y, --yes', 'do not ask')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('token-tray project remove kitchen --yes'))
    .action((slug: string, options: JsonOption & { yes?: boolean }) =>
      removeProject(context, slug, options),
    );

  project
    .command('import')
    .description('import projects from other tools; their files are only read')
    .argument(
      '[from]',
      "a file, a folder, or - for standard input (default: lk's ~/.livekit/cli-config.yaml, and .env.local, .env and livekit.yaml in this folder)",
    )
    .option('--name <name...>', 'only the projects with these names')
    .option('--replace', 'replace the URL, key and secret of projects with the same name')
    .option('--dry-run', 'only show what would change')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      () => `
Exit code 0: something was added or updated. 3: nothing to do. 1: refused.
${examples('token-tray project import', 'token-tray project import .env.local --dry-run', 'pbpaste | token-tray project import -')}`,
    )
    .action((from: string | undefined, options: ProjectImportOptions) =>
      importProjects(context, from, options),
    );

  project
    .command('test')
    .description('ask the LiveKit server whether it accepts the key and secret; exit code 0 if so')
    .argument('[slug]', 'slug or name of the project (default: LIVEKIT_*, else the active one)')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('token-tray project test kitchen'))
    .action((slug: string | undefined, options: JsonOption) => testProject(context, slug, options));
}
