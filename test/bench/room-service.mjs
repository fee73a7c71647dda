// @ts-check
import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * Stands in for the room service of a LiveKit server: every room that is asked about exists, and the bench's
 * participant has just joined it. So each token is watched to its end, and the next one takes its place.
 * @returns {Promise<{ url: string, reads: () => number, close: () => void }>}
 */
export async function startRoomService() {
  let reads = 0;
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const asked = request.method === 'POST' ? JSON.parse(text) : {};
      const answer = answerTo(request.url ?? '', asked);
      if (answer.participants !== undefined) reads += 1;
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(answer));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not a TCP server');
  return {
    url: `ws://127.0.0.1:${address.port}`,
    reads: () => reads,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * @param {string} path
 * @param {{ names?: string[] }} asked
 */
function answerTo(path, { names = [] }) {
  if (path.endsWith('/ListRooms')) return { rooms: names.map((name) => ({ name })) };
  if (!path.endsWith('/ListParticipants')) return {};
  const person = { identity: 'bench-person', state: 'ACTIVE', joinedAtMs: Date.now() };
  return { participants: [person] };
}
