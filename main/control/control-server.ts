import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { ERRORS, failure, TokenTrayError, type ErrorCode } from '../contract/errors.ts';
import { SESSION_CODE_PARAMETER } from '../contract/http-protocol.ts';
import { createControlApp, type ControlAppOptions } from './control-app.ts';

export interface ControlServerOptions extends Omit<ControlAppOptions, 'newLink'> {
  /** 0: any free port. */
  port: number;
}

export interface ControlServer {
  /** Such as `http://127.0.0.1:7886/`. */
  url: string;
  /** The address with a fresh code, which signs a browser in once and for a minute. */
  newLink(): string;
  /** Resolves within a second: calls under way are answered first, streams are ended. */
  close(): Promise<void>;
}

const CLOSE_GRACE = 500;

/** Serves the window on 127.0.0.1, by address: a name could resolve to ::1 alone. */
export async function startControlServer({
  port,
  ...options
}: ControlServerOptions): Promise<ControlServer> {
  let url = '';
  const newLink = (): string => `${url}#${SESSION_CODE_PARAMETER}=${options.session.newCode()}`;
  const { app, streams } = createControlApp({ ...options, newLink });
  const server = createServer(
    {
      connectionsCheckingInterval: 1_000,
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      keepAliveTimeout: 5_000,
      maxHeaderSize: 16 * 1024,
    },
    app,
  );
  server.maxHeadersCount = 100;
  server.maxConnections = 256;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    answerUnreadable(error.code ?? '', socket);
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(listenError(error.code ?? '', port));
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, resolve);
  });
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}/`;

  return {
    url,
    newLink,
    close: () =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          server.closeAllConnections();
        }, CLOSE_GRACE);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        streams.close();
        server.closeIdleConnections();
      }),
  };
}

function listenError(code: string, port: number): TokenTrayError {
  if (code === 'EADDRINUSE')
    return new TokenTrayError('port_in_use', { port, owner: '', suggestion: port + 1 });
  if (code === 'EACCES') return new TokenTrayError('port_forbidden', { port });
  return new TokenTrayError('address_unavailable', { address: '127.0.0.1' });
}

/** What the parser refused never becomes a request, so it is answered on the bare socket. */
function answerUnreadable(code: string, socket: Duplex): void {
  if (!socket.writable || code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const known: Readonly<Record<string, ErrorCode>> = {
    HPE_HEADER_OVERFLOW: 'headers_too_large',
    ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
  };
  const errorCode = known[code] ?? 'invalid_request';
  const error = failure(errorCode, { detail: 'it is no valid HTTP' });
  const body = JSON.stringify({ ok: false, error });
  socket.end(
    `HTTP/1.1 ${ERRORS[errorCode].status} Refused\r\n` +
      'Content-Type: application/json; charset=utf-8\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\n` +
      'Cache-Control: no-store\r\n' +
      'X-Content-Type-Options: nosniff\r\n' +
      'Connection: close\r\n' +
      `\r\n${body}`,
  );
}
