import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { LINKS } from '../contract/host.ts';
import type { CommandIo } from './command-io.ts';
import type { MintedToken } from './minted-token.ts';

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
