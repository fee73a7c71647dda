import { oneTimeRedirect } from '../adapters/one-time-redirect.ts';
import { LINKS } from '../contract/host.ts';
import type { JsonObject } from '../contract/json.ts';
import { decodeClaims } from '../contract/token-claims.ts';
import type { CommandIo } from './context.ts';
import { printable } from './output.ts';
import type { TokenOptions } from './token-command.ts';

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
  else if (options.json === true) io.out(`${JSON.stringify(jsonOf(minted), null, 2)}\n`);
  else {
    const claims = decodeClaims(minted.token);
    const expiresAt = typeof claims?.['exp'] === 'number' ? claims['exp'] * 1000 : Number.NaN;
    io.out(
      [
        `Server URL    ${minted.serverUrl}`,
        `Room          ${printable(minted.room)}`,
        `Identity      ${printable(minted.identity)}`,
        ...(minted.name === '' ? [] : [`Name          ${printable(minted.name)}`]),
        `Grants        ${JSON.stringify(grantsOf(minted.token))}`,
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

/** What a token allows: its claims without who signed it, for whom and until when. */
function grantsOf(token: string): JsonObject {
  const registered = new Set(['iss', 'sub', 'exp', 'nbf', 'iat', 'jti']);
  const claims = Object.entries(decodeClaims(token) ?? {});
  return Object.fromEntries(claims.filter(([name]) => !registered.has(name)));
}

/** Opens LiveKit Meet with the token, and resolves once the browser has asked for it or taken too long. */
export async function openInMeet(io: CommandIo, { serverUrl, token }: MintedToken): Promise<void> {
  const query = new URLSearchParams({ liveKitUrl: serverUrl, token });
  const redirect = await oneTimeRedirect(`${LINKS.meet}?${query.toString()}`);
  if (await io.openBrowser(redirect.url)) {
    await redirect.ended;
    return;
  }
  redirect.close();
  io.err('No browser could be opened. Use the token with your own client.\n');
}
