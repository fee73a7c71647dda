import type { HttpServer } from './http-server.ts';

/** How long requests in flight may take after a stop: a host has to be gone within two seconds. */
export const STOP_WITHIN_MS = 1_500;

/** The same after a move to another port, where nobody waits for the end of the old one. */
export const LEAVE_WITHIN_MS = 10_000;

/**
 * Stops one server: new connections are refused from now on, what is in flight is answered with
 * `Connection: close`, and connections without a request are closed; whatever is left after `withinMs`
 * is cut. Resolves when no connection is left. Node's own `close` waits for half a head or a silent
 * connection until their timeout, and tells a late answer's client to keep the connection.
 */
export function stopServer(httpServer: HttpServer, withinMs: number): Promise<void> {
  const { server, connections } = httpServer;
  httpServer.stopping = true;
  return new Promise((resolve) => {
    const cutAll = setTimeout(() => {
      for (const socket of connections.keys()) socket.destroy();
    }, withinMs);
    server.close(() => {
      clearTimeout(cutAll);
      resolve();
    });
    for (const [socket, response] of connections) {
      if (response === undefined || response.destroyed) socket.destroy();
      else if (response.headersSent) response.once('close', () => socket.destroySoon());
      else response.setHeader('Connection', 'close');
    }
  });
}
