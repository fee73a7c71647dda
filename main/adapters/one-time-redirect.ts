import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';

const PATIENCE_MS = 30_000;

interface OneTimeRedirect {
  /** A loopback address that redirects to the target once. */
  url: string;
  /** Resolves once the redirect was used, has expired or was closed. */
  ended: Promise<void>;
  close(): void;
}

/**
 * Sends a browser to `target` without `target` on its command line, which other programs of this machine can
 * read: the browser is started with a local address that redirects once, within half a minute.
 */
export async function oneTimeRedirect(target: string): Promise<OneTimeRedirect> {
  const path = `/${randomBytes(24).toString('base64url')}`;
  const server = createServer((request, response) => {
    response.setHeader('Connection', 'close');
    if (request.url !== path || request.method !== 'GET' || isSpeculative(request)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(302, {
      Location: target,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
    });
    response.end();
    // Takes no further connection; this answer still goes out.
    server.close();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  const timer = setTimeout(close, PATIENCE_MS);
  const ended = new Promise<void>((resolve) => {
    server.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  return { url: `http://127.0.0.1:${port}${path}`, ended, close };
}

/** A browser that loads a page ahead must not use up the redirect. */
function isSpeculative({ headers }: IncomingMessage): boolean {
  return headers['sec-purpose'] !== undefined || headers['purpose'] !== undefined;
}
