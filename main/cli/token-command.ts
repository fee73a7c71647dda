import { defined } from '../contract/json.ts';
import type { Command } from 'commander';
import { LINKS } from '../contract/host-description.ts';
import type { JsonObject } from '../contract/json.ts';
import { MIN_TTL_SECONDS } from '../contract/limits-and-defaults.ts';
import type { MintInput } from '../contract/mint.ts';
import { decodeClaims } from '../contract/token-claims.ts';
import { type CommandIo, UsageError, EXIT, ExitWith, printable, toJson } from './command-io.ts';
import type { CommandContext } from './core-access.ts';
import { readGrantFlags } from './token-grants.ts';
import { mintInputFrom, type TokenOptions } from './token-input.ts';
import { type MintedToken, mintToken } from './token-mint.ts';

const NOTES = `
Permission flags (--create to --inference) and --grant say everything the token may do, as in lk. With
--preset they are added to the preset; with none of them the token gets the project's preset.

Room, identity and name take lk's templates, in UTC: %t and %T (timestamps), %Y %m %d %H %M %S,
%x (random), %U (user), %h (host), %p (process).

The key comes from the first of: --project or --subdomain; --url, --api-key and the secret's options
together with LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET (or LIVEKIT_API_SECRET_FILE); --dev; the
active project. Nothing is saved, and no host needs to run.

Examples:
  $ token-tray token --room kitchen --identity amy
  $ token-tray token --token-only --join --room kitchen --valid-for 1h
  $ token-tray token --room test-%x --open meet`;

/** `token`, with the flags of `lk token create`, plus --preset. `token create` is the same. */
export function addTokenCommand(program: Command, context: CommandContext): void {
  program
    .command('token')
    .usage('[options]')
    .argument('[words...]')
    .description('mint a token and print it')
    .option('--project <slug>', 'project to sign for (default: the active one)')
    .option('--subdomain <name>', 'project whose URL has this first label')
    .option('--preset <slug>', "preset to start from (default: the project's)")
    .option('--url <url>', 'LiveKit URL (or LIVEKIT_URL)')
    .option('--api-key <key>', 'API key (or LIVEKIT_API_KEY)')
    .option('--api-secret-stdin', 'read the API secret from standard input')
    .option('--api-secret-file <file>', 'read the API secret from a file; - is standard input')
    .option('--dev', 'sign with devkey and secret, as livekit-server --dev expects')
    .option('-r, --room <name>', "room to join (default: as in the project's defaults)")
    .option('-i, --identity <text>', 'unique identity of the participant (default: generated)')
    .option('-n, --name <text>', 'name that others see (default: the identity)')
    .option('--metadata <text>', 'metadata of the participant')
    .option('--attribute <key=value>', 'attributes, with commas between; may be repeated', list)
    .option(
      '--attribute-file <file>',
      'attributes from a JSON file, which win; - is standard input',
    )
    .option('--valid-for <duration>', "lifetime, such as 15m or 1h30m (default: the preset's)")
    .option('--create', 'may create rooms (roomCreate)')
    .option('--list', 'may list rooms (roomList)')
    .option('--join', 'may join the room (roomJoin)')
    .option('--admin', 'may administer the room (roomAdmin)')
    .option('--egress', 'may record (roomRecord)')
    .option('--ingress', 'may manage ingress (ingressAdmin)')
    .option('--inference', 'may use inference')
    .option('--allow-update-metadata', 'may change its own metadata')
    .option(
      '--allow-source <source>',
      'may publish this source: camera, microphone, screen_share, screen_share_audio; may be repeated',
      list,
    )
    .option('--grant <json>', 'fields of the video grant, as LiveKit names them; these win')
    .option('--agent <name>', 'dispatch this agent when the room is created')
    .option('-d, --deployment <name>', 'deployment of the agent')
    .option('--job-metadata <text>', 'metadata for the job of the agent')
    .option('--open <client>', 'open a client in the browser: meet, or console (the agent console)')
    .option('-j, --json', 'print access_token, project_url, identity, name, room and grants')
    .option('--token-only', 'print the token alone')
    .option('-q, --quiet', 'no notes on standard error; warnings are still shown')
    .addHelpText('after', () => NOTES.replaceAll('$ token-tray', `$ ${context.io.startedAs}`))
    .action((words: string[], options: TokenOptions) => {
      if (words.length > 1 || (words[0] ?? 'create') !== 'create') {
        throw new UsageError('invalid_input', {
          detail: '"token" takes options only, such as --room kitchen.',
        });
      }
      return runToken(context, options);
    });
}

async function runToken(context: CommandContext, options: TokenOptions): Promise<void> {
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
  const input = { ...typed, ...defined({ room: grants.room }) };
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
  const minted = await mintToken(context, { input, grants, options, note, warn });
  printToken(io, minted, options);
  if (open !== undefined && isOpenTarget(open)) {
    await openToken(io, open, minted, input);
  }
}

function list(value: string, earlier: string[] | undefined): string[] {
  return [...(earlier ?? []), value];
}

/** Prints a token alone, as the JSON of `lk token create --json`, or for reading. */
function printToken(io: CommandIo, minted: MintedToken, options: TokenOptions): void {
  if (options.tokenOnly === true) io.out(`${minted.token}\n`);
  else if (options.json === true) io.out(toJson(jsonOf(minted)));
  else {
    const claims = decodeClaims(minted.token);
    const expiresAt = typeof claims?.['exp'] === 'number' ? claims['exp'] * 1000 : Number.NaN;
    io.out(
      [
        `Server URL    ${printable(minted.serverUrl)}`,
        `Room          ${printable(minted.room)}`,
        `Identity      ${printable(minted.identity)}`,
        ...(minted.name === '' ? [] : [`Name          ${printable(minted.name)}`]),
        `Grants        ${toJson(grantsOf(minted.token), 0).trimEnd()}`,
        `Expires       ${Number.isNaN(expiresAt) ? 'unknown' : new Date(expiresAt).toLocaleString()}`,
        '',
        minted.token,
        '',
      ].join('\n'),
    );
  }
}

function jsonOf({ token, serverUrl, room, identity, name }: MintedToken): JsonObject {
  return {
    access_token: token,
    project_url: serverUrl,
    identity,
    name,
    room,
    grants: grantsOf(token),
  };
}

/** A token's claims without issuer, subject and times. */
function grantsOf(token: string): JsonObject {
  const registered = new Set(['iss', 'sub', 'exp', 'nbf', 'iat', 'jti']);
  const claims = Object.entries(decodeClaims(token) ?? {});
  return Object.fromEntries(claims.filter(([name]) => !registered.has(name)));
}

const OPEN_TARGETS = {
  meet: 'LiveKit Meet',
  console: 'the agent console of LiveKit Cloud',
} as const;
type OpenTarget = keyof typeof OPEN_TARGETS;

function isOpenTarget(text: string): text is OpenTarget {
  return Object.hasOwn(OPEN_TARGETS, text);
}

/**
 * Opens a client in the browser and does not wait for it. The browser is started with a one-time address of this
 * machine, because every program here can read its arguments, and the token lives longer.
 */
async function openToken(
  io: CommandIo,
  target: OpenTarget,
  minted: MintedToken,
  asked: MintInput,
): Promise<void> {
  const address = target === 'meet' ? meetUrl(minted) : consoleUrl(minted, asked);
  const opened = await io.openBrowser(await io.redirectOnce(address));
  if (opened) {
    io.err(`Opened ${OPEN_TARGETS[target]} in the browser, room ${printable(minted.room)}.\n`);
    return;
  }
  io.err('No browser could be started here. The token is still valid.\n');
  throw new ExitWith(EXIT.failed);
}

function meetUrl({ serverUrl, token }: MintedToken): string {
  return `${LINKS.meet}?${new URLSearchParams({ liveKitUrl: serverUrl, token }).toString()}`;
}

/** The console signs in by itself and reads from its query what the token would say. `p_` means any project. */
function consoleUrl({ room, identity }: MintedToken, asked: MintInput): string {
  const url = new URL('/projects/p_/agents/console/', LINKS.livekitCloud);
  const [agent] = asked.agents ?? [];
  const fields = {
    agentName: agent?.agentName,
    deployment: agent?.deployment,
    jobMetadata: agent?.metadata,
    roomName: room,
    identity,
    metadata: asked.metadata,
    autoStart: 'true',
  };
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== '') url.searchParams.set(name, value);
  }
  for (const [name, value] of Object.entries(asked.attributes ?? {})) {
    url.searchParams.set(`attributes[${name}]`, value);
  }
  return url.href;
}
