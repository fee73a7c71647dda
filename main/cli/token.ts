import type { MintInput } from '../contract/calls.ts';
import { activeProject, presetOf } from '../contract/selectors.ts';
import type { CommandContext } from './context.ts';
import {
  type Connection,
  connectionTo,
  createHttpTransport,
  findHost,
  valueOf,
} from './core-access.ts';
import { readEnvironmentProject } from './environment.ts';
import { UsageError } from './exit.ts';
import { findPreset, findProject } from './projects.ts';
import type { TokenOptions } from './token-command.ts';
import { mintByRequest } from './token-from-endpoint.ts';
import { grantsFromOptions } from './token-grants.ts';
import { mintInputFrom } from './token-input.ts';
import { type MintedToken, openInMeet, printToken } from './token-output.ts';

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
  const environment =
    options.project === undefined ? readEnvironmentProject(io.env, io.cwd) : undefined;
  if (environment?.warning !== undefined) io.err(`Note: ${environment.warning}\n`);
  if (environment?.project === undefined) {
    const running = await findHost(folder());
    if (running?.kind === 'headless') {
      return mintOver(connectionTo(createHttpTransport(running.session)), input, options);
    }
    if (running !== undefined) return mintByRequest(running.owner, input, options);
  }
  const core = await host.openCore({
    folder: folder(),
    access: 'reading',
    ...(environment?.project === undefined ? {} : { environmentProject: environment.project }),
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
