import type { MintInput } from '../contract/mint.ts';
import { TokenTrayError } from '../contract/errors.ts';
import { judgeCredentials } from '../contract/judge-credentials.ts';
import { MIN_TTL_SECONDS } from '../contract/limits.ts';
import { activeProject, checkTrouble, presetOf } from '../contract/selectors.ts';
import type { CommandContext, CoreOptions } from './context.ts';
import { findCore, valueOf, withCore, type CoreConnection } from './core-access.ts';
import { readEnvironmentProject } from './environment.ts';
import { UsageError } from './exit.ts';
import { printable } from './output.ts';
import { withConversation } from './prompt.ts';
import { findPreset, findProject } from './projects.ts';
import { readSecret } from './secret-source.ts';
import type { TokenOptions } from './token-options.ts';
import { mintByRequest } from './token-from-endpoint.ts';
import { grantsOver, readGrantFlags, type AskedGrants } from './token-grants.ts';
import { mintInputFrom } from './token-input.ts';
import { isOpenTarget, openToken, printToken, type MintedToken } from './token-output.ts';

/** What the flags ask for, and what a person should hear about it. */
interface Asked {
  input: MintInput;
  grants: AskedGrants;
  options: TokenOptions;
  note(text: string): void;
  warn(text: string): void;
}

/** `token`: mints one token and prints it. Saves nothing. */
export async function runToken(context: CommandContext, options: TokenOptions): Promise<void> {
  const { io } = context;
  const { open } = options;
  if (open !== undefined && !isOpenTarget(open)) {
    throw new UsageError('option_invalid', { option: '--open', problem: 'takes meet or console.' });
  }
  if (options.json === true && options.tokenOnly === true) {
    throw new UsageError('options_exclude', { option: '--json', other: '--token-only' });
  }
  const warn = (text: string): void => io.err(`Warning: ${text}\n`);
  const note = (text: string): void => {
    if (options.quiet !== true) io.err(`Note: ${text}\n`);
  };
  const grants = readGrantFlags(options);
  const typed = await mintInputFrom(options, io);
  const input = { ...typed, ...(grants.room === undefined ? {} : { room: grants.room }) };
  if (input.ttlSeconds !== undefined && input.ttlSeconds < MIN_TTL_SECONDS) {
    warn(
      `LiveKit clients treat a token as expired 60 s early, so one for ${input.ttlSeconds} s is never reused. Good for testing expiry.`,
    );
  }
  if (options.agent === undefined) {
    for (const [flag, value] of [
      ['--deployment', options.deployment],
      ['--job-metadata', options.jobMetadata],
    ]) {
      if (value !== undefined) warn(`${flag} does nothing without --agent.`);
    }
  }
  const minted = await mint(context, { input, grants, options, note, warn });
  printToken(io, minted, options);
  if (open !== undefined && isOpenTarget(open)) {
    await openToken(io, open, minted, input);
  }
}

async function mint(context: CommandContext, asked: Asked): Promise<MintedToken> {
  const { project, slug } = await chooseProject(context, asked.options, asked.warn);
  const options = { ...asked.options, ...(slug === undefined ? {} : { project: slug }) };
  const source = await findCore(context, 'mint', project);
  if (source.kind === 'endpoint') {
    return mintByRequest(source.owner, asked.input, options, asked.warn);
  }
  try {
    return await mintBy(source.core, { ...asked, options });
  } finally {
    await source.core.close();
  }
}

interface ProjectChoice {
  /** Credentials that are not kept here. */
  project?: NonNullable<CoreOptions['environmentProject']>;
  /** A project that is kept here; neither: the active one. */
  slug?: string;
}

/** In the order of `lk`: a named project, flags and environment, `--dev`, and then the active project. */
async function chooseProject(
  context: CommandContext,
  options: TokenOptions,
  warn: (text: string) => void,
): Promise<ProjectChoice> {
  const { io } = context;
  if (options.project !== undefined) return { slug: options.project };
  if (options.subdomain !== undefined) {
    return { slug: await findBySubdomain(context, options.subdomain) };
  }
  if (
    options.apiKey !== undefined ||
    options.apiSecretStdin === true ||
    options.apiSecretFile !== undefined ||
    (options.url !== undefined && options.dev !== true)
  ) {
    return { project: await credentialsOfFlags(context, options) };
  }
  if (options.dev === true) {
    const url = options.url ?? 'ws://localhost:7880';
    return { project: judged({ url, apiKey: 'devkey', apiSecret: 'secret' }) };
  }
  const { project, warnings } = readEnvironmentProject(io.env, io.cwd);
  for (const warning of warnings) warn(warning);
  return project === undefined ? {} : { project };
}

async function credentialsOfFlags(
  { io }: CommandContext,
  options: TokenOptions,
): Promise<NonNullable<ProjectChoice['project']>> {
  // As in lk: where only the server is left out, it is the local one.
  const url = options.url ?? (io.env['LIVEKIT_URL'] || 'ws://localhost:7880');
  const apiKey = options.apiKey ?? (io.env['LIVEKIT_API_KEY'] || undefined);
  if (apiKey === undefined) {
    const remedy = 'Give it beside --url or the secret, or set LIVEKIT_API_KEY.';
    throw new UsageError('option_missing', { option: '--api-key', remedy });
  }
  const apiSecret =
    (await readSecret(io, options)) ??
    (await withConversation(io, ({ ask }) => ask({ label: 'API secret', secret: true })));
  if (apiSecret === undefined) {
    const remedy = 'Use --api-secret-stdin, --api-secret-file or LIVEKIT_API_SECRET.';
    throw new UsageError('option_missing', { option: 'The API secret', remedy });
  }
  return judged({ url, apiKey, apiSecret });
}

function judged(
  typed: NonNullable<ProjectChoice['project']>,
): NonNullable<ProjectChoice['project']> {
  const { values, problem } = judgeCredentials(typed);
  if (problem !== undefined) throw new TokenTrayError(problem.code, problem.details);
  return { ...typed, ...values };
}

/** `lk` tells projects by the first label of their host, as in `kitchen` of `kitchen.livekit.cloud`. */
function findBySubdomain(context: CommandContext, subdomain: string): Promise<string> {
  return withCore(context, 'read', async ({ call }) => {
    const { projects } = valueOf(await call('state.get'));
    const labels = projects.map(({ url, slug }) => ({
      slug,
      label: new URL(url).hostname.split('.')[0],
    }));
    const found = labels.find(({ label }) => label === subdomain.toLowerCase());
    if (found !== undefined) return found.slug;
    throw new UsageError('option_invalid', {
      option: '--subdomain',
      problem: `fits no project. Known: ${labels.map(({ label }) => label).join(', ')}.`,
    });
  });
}

async function mintBy(
  { call }: CoreConnection,
  { input, grants: askedGrants, options, note, warn }: Asked,
): Promise<MintedToken> {
  const snapshot = valueOf(await call('state.get'));
  const { projects, presets } = snapshot;
  const project =
    options.project === undefined
      ? activeProject(snapshot)
      : findProject(projects, options.project);
  const preset =
    options.preset === undefined ? presetOf(project, presets) : findPreset(presets, options.preset);
  const trouble = checkTrouble(project?.check);
  if (project !== undefined && trouble !== undefined) {
    warn(`Apps can’t join ${printable(project.name)} with this token: ${printable(trouble)}`);
  }
  const grants = grantsOver(askedGrants, preset?.grants ?? { video: {} });
  const { agents, ...rest } = input;
  const mayJoin = (grants ?? preset?.grants)?.video.roomJoin === true;
  if (agents !== undefined && !mayJoin) {
    note('--agent is left out, as in lk: this token may not join a room.');
  }
  const { token, serverUrl, room, identity, name } = valueOf(
    await call('token.mint', {
      ...rest,
      ...(agents === undefined || !mayJoin ? {} : { agents }),
      ...(project === undefined ? {} : { projectId: project.id }),
      ...(preset === undefined ? {} : { presetId: preset.id }),
      ...(grants === undefined ? {} : { grants }),
    }),
  );
  return { token, serverUrl, room, identity, name: name ?? '' };
}
