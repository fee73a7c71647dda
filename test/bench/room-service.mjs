// @ts-check
import { once } from 'node:events';
import { createServer } from 'node:http';
import { SignalResponse, SignalTarget } from '@livekit/protocol';
import { WebSocketServer } from 'ws';

/**
 * Stands in for a LiveKit server that takes every token: a join gets as far as the media address, every room that is
 * asked about exists, and the bench's participant has just joined it. So each token is watched to its end, and the
 * next one takes its place.
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
      if (request.url?.startsWith('/rtc/')) {
        response.end('success');
        return;
      }
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
  const { port } = address;
  const signal = new WebSocketServer({ server });
  signal.on('connection', (client) => {
    for (const message of greeting(port)) client.send(message);
  });
  return {
    url: `ws://127.0.0.1:${port}`,
    reads: () => reads,
    close: () => {
      for (const client of signal.clients) client.terminate();
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

/**
 * Welcome, offer, and the server's own port as the address for media.
 * @param {number} port
 */
function greeting(port) {
  const sdp = 'v=0\r\na=ice-ufrag:bench\r\na=ice-pwd:bench-password-of-25-chars\r\na=mid:0\r\n';
  const candidate = `candidate:1 1 tcp 1 127.0.0.1 ${port} typ host tcptype passive`;
  const candidateInit = JSON.stringify({ candidate });
  const target = SignalTarget.SUBSCRIBER;
  return [
    new SignalResponse({ message: { case: 'join', value: { serverVersion: '1.9.12' } } }),
    new SignalResponse({ message: { case: 'offer', value: { type: 'offer', sdp, id: 1 } } }),
    new SignalResponse({
      message: { case: 'trickle', value: { candidateInit, target, final: true } },
    }),
  ].map((message) => message.toBinary());
}
