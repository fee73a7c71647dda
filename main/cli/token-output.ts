import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
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

const PATIENCE_MS = 30_000;

/**
 * Opens LiveKit Meet with the token. The browser is sent to an address of this process that redirects
 * once, because what a browser is started with is visible to every program on this machine.
 */
export async function openInMeet(io: CommandIo, { serverUrl, token }: MintedToken): Promise<void> {
  const target = `${LINKS.meet}?${new URLSearchParams({ liveKitUrl: serverUrl, token }).toString()}`;
  const path = `/${randomBytes(24).toString('base64url')}`;
  const server = createServer((request, response) => {
    response.setHeader('Connection', 'close');
    if (request.url !== path) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(302, {
      Location: target,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
    });
    response.end(() => {
      server.close();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const opened = await io.openBrowser(`http://127.0.0.1:${port}${path}`);
  if (!opened) {
    server.close();
    io.err('No browser could be opened. Use the token with your own client.\n');
    return;
  }
  const timer = setTimeout(() => {
    server.close();
    server.closeAllConnections();
  }, PATIENCE_MS);
  await new Promise<void>((resolve) => {
    server.once('close', resolve);
  });
  clearTimeout(timer);
}
