import type { Command } from 'commander';
import type { CommandContext } from './context.ts';
import { type ProjectAddOptions, addProject } from './project-add.ts';
import { importProjects } from './project-import.ts';
import { listProjects, removeProject, testProject, useProject } from './projects.ts';

/** `project add | list | use | remove | import | test`. */
export function addProjectCommands(program: Command, context: CommandContext): void {
  const project = program
    .command('project')
    .description('LiveKit projects: URL, API key and API secret')
    .helpCommand(false);

  project
    .command('add')
    .description('add a project; what is not given is asked for')
    .argument('[name]', 'name of the project')
    .option('--url <url>', 'LiveKit URL (or LIVEKIT_URL)')
    .option('--api-key <key>', 'API key (or LIVEKIT_API_KEY)')
    .option('--api-secret-stdin', 'read the API secret from standard input')
    .option('--api-secret-file <file>', 'read the API secret from a file')
    .option('--slug <slug>', 'word for it in ?project= (default: from the name)')
    .option('--use', 'make it the active project')
    .option('--no-use', 'leave the active project as it is')
    .addHelpText(
      'after',
      '\nThe API secret is never an argument: it comes from a prompt that does not show it, from\n--api-secret-stdin, --api-secret-file, LIVEKIT_API_SECRET or LIVEKIT_API_SECRET_FILE.',
    )
    .action((name: string | undefined, options: ProjectAddOptions) =>
      addProject(context, name, options),
    );

  project
    .command('list')
    .alias('ls')
    .description('list the projects; * marks the active one')
    .option('--json', 'for a program; no secret is in it')
    .action((options: { json?: boolean }) => listProjects(context, options));

  project
    .command('use')
    .description('make a project the active one')
    .argument('<slug>', 'slug or name of the project')
    .action((slug: string) => useProject(context, slug));

  project
    .command('remove')
    .alias('rm')
    .description('remove a project and its secret')
    .argument('<slug>', 'slug or name of the project')
    .option('-y, --yes', 'do not ask')
    .action((slug: string, options: { yes?: boolean }) => removeProject(context, slug, options));

  project
    .command('import')
    .description('take projects over from other tools; their files are only read')
    .argument(
      '[file]',
      "lk's cli-config.yaml, a .env file, or livekit.yaml (default: what is found of lk and in this folder)",
    )
    .option('--name <name...>', 'only the projects with these names')
    .option('--json', 'for a program')
    .action((file: string | undefined, options: { name?: string[]; json?: boolean }) =>
      importProjects(context, file, options),
    );

  project
    .command('test')
    .description('ask the LiveKit server whether it accepts the key and secret; exit code 0 if so')
    .argument('[slug]', 'slug or name of the project (default: the active one)')
    .option('--json', 'for a program')
    .action((slug: string | undefined, options: { json?: boolean }) =>
      testProject(context, slug, options),
    );
}
