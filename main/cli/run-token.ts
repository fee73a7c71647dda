import type { MintInput } from '../contract/calls.ts';
import { activeProject, presetOf } from '../contract/selectors.ts';
import type { CommandContext } from './command-context.ts';
import { connectionTo, valueOf, type Connection } from './connect.ts';
import { readEnvironmentProject } from './environment-project.ts';
import { findHost } from './find-host.ts';
import { findPreset, findProject } from './find-by-slug.ts';
import { createHttpTransport } from './http-transport.ts';
import { mintByRequest } from './mint-by-request.ts';
import { printToken, type MintedToken } from './minted-token.ts';
import { openInMeet } from './open-in-meet.ts';
import { grantsFromOptions } from './token-grants.ts';
import type { TokenOptions } from './token-options.ts';
import { mintInputFrom } from './token-request.ts';
import { UsageError } from './usage-error.ts';

/** `token`: mints one token and prints it. Saves nothing. */
export async function runToken(context: CommandContext, options: TokenOptions): Promise<void> {
  const { io } = context;
  if (options.open !== undefined && options.open !== 'meet') {
    throw new UsageError('option_invalid', { option: '--open', problem: 'takes meet.' });
  }
  const input = await mintInputFrom(options, io.cwd);
  const minted = await mint(context, input, options);
  printToken(io, minted, options);
  if (options.open === 'meet') await openInMeet(io, minted);
}

/** The credentials of the environment come before a running host's active project, as in `lk`. */
async function mint(
  { io, host, folder }: CommandContext,
  input: MintInput,
  options: TokenOptions,
): Promise<MintedToken> {
  const environment = options.project === undefined ? readEnvironmentProject(io.env, io.cwd) : {};
  if (environment.project === undefined) {
    const running = await findHost(folder());
    if (running?.kind === 'headless') {
      return mintOver(connectionTo(createHttpTransport(running.session)), input, options);
    }
    if (running !== undefined) return mintByRequest(running.owner, input, options);
  }
  const core = await host.openCore({
    folder: folder(),
    access: 'reading',
    ...(environment.project === undefined ? {} : { environmentProject: environment.project }),
  });
  return mintOver(
    connectionTo({ call: core.dispatch }, () => core.close()),
    input,
    options,
  );
}

async function mintOver(
  connection: Connection,
  input: MintInput,
  options: TokenOptions,
): Promise<MintedToken> {
  try {
    const snapshot = valueOf(await connection.call('state.get'));
    const project =
      options.project === undefined
        ? activeProject(snapshot)
        : findProject(snapshot.projects, options.project);
    const preset =
      options.preset === undefined
        ? presetOf(project, snapshot.presets)
        : findPreset(snapshot.presets, options.preset);
    const grants = grantsFromOptions(options, preset?.grants ?? { video: {} });
    const { token, serverUrl, room, identity, name } = valueOf(
      await connection.call('token.mint', {
        ...input,
        ...(project === undefined ? {} : { projectId: project.id }),
        ...(preset === undefined ? {} : { presetId: preset.id }),
        ...(grants === undefined ? {} : { grants }),
      }),
    );
    return { token, serverUrl, room, identity, name: name ?? '' };
  } finally {
    await connection.close();
  }
}
