import { decodeClaims } from '../contract/token-claims.ts';
import type { JsonObject } from '../contract/json.ts';
import type { CommandIo } from './command-io.ts';
import { printable } from './printable.ts';
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
