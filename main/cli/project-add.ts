import { judgeCredentials } from '../contract/judge-credentials.ts';
import type { CommandContext, CommandIo } from './context.ts';
import { valueOf, withCore } from './core-access.ts';
import { UsageError } from './exit.ts';
import { prompt } from './prompt.ts';
import { type SecretSources, readSecret } from './secret-source.ts';

export interface ProjectAddOptions extends SecretSources {
  url?: string;
  apiKey?: string;
  slug?: string;
  /** Commander turns `--no-use` into false; absent means: where it is the first real project. */
  use?: boolean;
}

/** `project add`: what is not given is asked for, the secret without showing it. */
export async function addProject(
  context: CommandContext,
  name: string | undefined,
  options: ProjectAddOptions,
): Promise<void> {
  const { io } = context;
  const fields = {
    name: await given(io, name, 'Name', 'The name'),
    url: await given(io, options.url ?? io.env['LIVEKIT_URL'], 'LiveKit URL', '--url'),
    apiKey: await given(io, options.apiKey ?? io.env['LIVEKIT_API_KEY'], 'API key', '--api-key'),
    apiSecret: await readSecret(io, options),
    ...(options.slug === undefined ? {} : { slug: options.slug }),
  };
  const { notices } = judgeCredentials(fields);
  const { item: project } = await withCore(context, 'locked', async ({ call }) =>
    valueOf(
      await call('project.create', {
        fields,
        ...(options.use === undefined ? {} : { activate: options.use }),
      }),
    ),
  );
  for (const { message } of notices) io.err(`Note: ${message}\n`);
  io.out(`Added project "${project.name}" (${project.slug}), ${project.url}.\n`);
}

async function given(
  io: CommandIo,
  value: string | undefined,
  question: string,
  option: string,
): Promise<string> {
  if (value !== undefined && value.trim() !== '') return value;
  if (io.stdin.isTTY === true) return prompt(io, `${question}: `);
  throw new UsageError('option_missing', { option, remedy: 'See --help.' });
}
