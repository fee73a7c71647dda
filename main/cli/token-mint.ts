import type { WrittenOwner } from '../adapters/lock/lock-owner.ts';
import { TokenTrayError } from '../contract/errors.ts';
import { defined, type JsonObject, isJsonObject } from '../contract/json.ts';
import { judgeCredentials } from '../contract/judge-credentials.ts';
import type { MintInput } from '../contract/mint.ts';
import { activeProject, checkTrouble, presetOf, tokenUrl } from '../contract/selectors.ts';
import { decodeClaims } from '../contract/token-claims.ts';
import { TROUBLE_HEADER } from '../server/answer.ts';
import { UsageError, printable } from './command-io.ts';
import {
  type CommandContext,
  type CoreOptions,
  findCore,
  valueOf,
  withCore,
  type CoreConnection,
} from './core-access.ts';
import { readEnvironmentProject, readSecret } from './credential-sources.ts';
import { findPreset, findProject } from './projects.ts';
import { withConversation } from './prompt.ts';
import { grantsOver, type AskedGrants } from './token-grants.ts';
import type { TokenOptions } from './token-input.ts';

/** What the flags ask for. */
interface Asked {
  input: MintInput;
  grants: AskedGrants;
  options: TokenOptions;
  note(text: string): void;
  warn(text: string): void;
}

/** Mints where the keys are: in the running host, through its endpoint, or in this process. Saves nothing. */
export async function mintToken(context: CommandContext, asked: Asked): Promise<MintedToken> {
  const { project, slug } = await chooseProject(context, asked.options, asked.warn);
  const options = { ...asked.options, ...defined({ project: slug }) };
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
  return defined({ project });
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
      problem: `matches no project. Known: ${labels.map(({ label }) => label).join(', ')}.`,
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
      ...defined({
        agents: mayJoin ? agents : undefined,
        projectId: project?.id,
        presetId: preset?.id,
        grants,
      }),
    }),
  );
  return { token, serverUrl, room, identity, name: name ?? '' };
}

/** A token on its way to stdout. */
export interface MintedToken {
  token: string;
  serverUrl: string;
  room: string;
  identity: string;
  name: string;
}

const PATIENCE_MS = 10_000;

/** Flags for which a request has no field. */
const NOT_BY_REQUEST: readonly [keyof TokenOptions, string][] = [
  ['validFor', '--valid-for'],
  ['grant', '--grant'],
  ['create', '--create'],
  ['list', '--list'],
  ['join', '--join'],
  ['admin', '--admin'],
  ['egress', '--egress'],
  ['ingress', '--ingress'],
  ['inference', '--inference'],
  ['allowUpdateMetadata', '--allow-update-metadata'],
  ['allowSource', '--allow-source'],
];

/**
 * Gets a token as an app would, from the endpoint of a host whose calls cannot be made from here. Its secrets
 * stay where they are. Throws if a flag asks for more than a request can.
 */
async function mintByRequest(
  { pid, port }: WrittenOwner,
  input: MintInput,
  options: TokenOptions,
  warn: (text: string) => void,
): Promise<MintedToken> {
  const beyond = NOT_BY_REQUEST.find(([name]) => options[name] !== undefined);
  if (beyond !== undefined) {
    throw new TokenTrayError('desktop_mints_by_request', { pid, option: beyond[1] });
  }
  if (port === undefined) throw new TokenTrayError('desktop_running', { pid });

  const url = new URL(tokenUrl('127.0.0.1', port));
  if (options.project !== undefined) url.searchParams.set('project', options.project);
  if (options.preset !== undefined) url.searchParams.set('preset', options.preset);
  const answer = await ask(url, requestBody(input), warn);
  const token = textOf(answer['participant_token']);
  const claims = decodeClaims(token);
  return {
    token,
    serverUrl: textOf(answer['server_url']),
    room: textOf(answer['room_name']),
    identity: textOf(claims?.['sub']),
    name: textOf(claims?.['name']),
  };
}

async function ask(url: URL, body: JsonObject, warn: (text: string) => void): Promise<JsonObject> {
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    answer = await response.json();
  } catch {
    throw new TokenTrayError('server_unreachable', {
      url: url.origin,
      reason: 'the endpoint of the running Token Tray does not answer.',
    });
  }
  if (!isJsonObject(answer)) throw new TypeError('What answered is not Token Tray.');
  const trouble = response.headers.get(TROUBLE_HEADER);
  if (trouble !== null) warn(`Apps can’t join with this token: ${printable(trouble)}`);
  if (response.ok) return answer;
  throw new TokenTrayError('invalid_input', { detail: textOf(answer['message']) });
}

function requestBody({
  room,
  identity,
  name,
  metadata,
  attributes,
  agents,
}: MintInput): JsonObject {
  return defined({
    room_name: room,
    participant_identity: identity,
    participant_name: name,
    participant_metadata: metadata,
    participant_attributes: attributes,
    room_config: agents && {
      agents: agents.map(({ agentName, metadata: jobMetadata, deployment }) =>
        defined({ agent_name: agentName, metadata: jobMetadata, deployment }),
      ),
    },
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
