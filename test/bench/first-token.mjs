// @ts-check
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { REQUEST } from './request.mjs';

/** @typedef {import('./contestants.mjs').Started} Started */

const GIVE_UP_AFTER_MS = 10_000;

/**
 * Asks a server that is starting until it answers with a token. Resolves with the milliseconds since its
 * process was spawned, and checks that the token is one.
 * @param {Pick<Started, 'name' | 'port' | 'spawned' | 'child'>} server
 * @param {number} [everyMs]
 * @returns {Promise<number>}
 */
export async function firstToken(server, everyMs = 1) {
  while (performance.now() - server.spawned < GIVE_UP_AFTER_MS) {
    const answer = await ask(server.port);
    const elapsed = performance.now() - server.spawned;
    if (answer !== '') {
      verify(answer);
      return elapsed;
    }
    if (server.child.exitCode !== null) throw new Error(`${server.name} ended before it answered`);
    await sleep(everyMs);
  }
  throw new Error(`${server.name} did not answer within ${GIVE_UP_AFTER_MS} ms`);
}

/**
 * One request on a connection of its own; empty where nothing listens yet.
 * @param {number} port
 * @returns {Promise<string>}
 */
function ask(port) {
  return new Promise((resolve) => {
    let text = '';
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.on('connect', () =>
      socket.write(
        `${REQUEST.head}\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\nContent-Length: ${REQUEST.body.length}\r\n\r\n${REQUEST.body}`,
      ),
    );
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('error', () => resolve(''));
    socket.on('close', () => resolve(text));
  });
}

/** @param {string} answer */
function verify(answer) {
  const token = /"participant_token":"([^"]+)"/.exec(answer)?.[1] ?? '';
  const [head = '', payload = '', signature = ''] = token.split('.');
  const expected = createHmac('sha256', 'secret').update(`${head}.${payload}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new Error(`not a token: ${answer.slice(0, 300)}`);
  }
  const claims = Buffer.from(payload, 'base64url').toString();
  if (!claims.includes('bench-person') || !claims.includes('bench-room')) {
    throw new Error(`a token for another participant: ${claims}`);
  }
}
