import { LINKS } from '../contract/host.ts';
import type { JsonObject } from '../contract/json.ts';
import { decodeClaims } from '../contract/token-claims.ts';
import type { MintInput } from '../contract/mint.ts';
import type { CommandIo } from './context.ts';
import { EXIT, ExitWith } from './exit.ts';
import { printable, toJson } from './output.ts';
import type { TokenOptions } from './token-options.ts';

/** A token on its way to stdout. */
export interface MintedToken {
  token: string;
  serverUrl: string;
  room: string;
  identity: string;
  name: string;
}

/** Prints a token as asked: alone, as the JSON of `lk token create --json`, or for a person. */
export function printToken(io: CommandIo, minted: MintedToken, options: TokenOptions): void {
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

/** What a token allows: its claims without issuer, subject and times. */
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

export function isOpenTarget(text: string): text is OpenTarget {
  return Object.hasOwn(OPEN_TARGETS, text);
}

/**
 * Opens a client in the browser and waits for nothing. The browser is started with a one-time address of this
 * machine, because every program here can read what it is started with, and the token lasts longer.
 */
export async function openToken(
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
  io.err('Nothing was opened: no browser could be started here. The token is valid anyway.\n');
  throw new ExitWith(EXIT.failed);
}

function meetUrl({ serverUrl, token }: MintedToken): string {
  return `${LINKS.meet}?${new URLSearchParams({ liveKitUrl: serverUrl, token }).toString()}`;
}

/** The console signs in by itself and takes what the token would say from its query. `p_` is any project. */
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
