import { once } from 'node:events';
import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';

export interface ForeignServer {
  port: number;
  close(): Promise<void>;
}

/** Another program's server. With port 0 it takes one that is free at the time. */
export async function foreignServer(host: string, port = 0): Promise<ForeignServer> {
  const server = createServer((_request, response) => response.end('hello from elsewhere'));
  server.listen({ host, port });
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  onTestFinished(close);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not a TCP server');
  return { port: address.port, close };
}
