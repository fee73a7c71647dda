// @ts-check
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A port that was free a moment ago, on 127.0.0.1 and on ::1 as far as one bind tells.
 * @returns {Promise<number>}
 */
export async function freePort() {
  const server = createServer();
  server.listen(0);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not a TCP server');
  server.close();
  await once(server, 'close');
  return address.port;
}
