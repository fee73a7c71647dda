import { describe, expect, it, vi } from 'vitest';
import { SERVER_LIMITS } from '../../../main/server/http-server.ts';
import { rawConnection, type RawConnection } from './raw-connection.ts';
import { smallServer } from './small-app.ts';
import { servingEndpoint } from './started-endpoint.ts';

/** The real limits, ten times as fast. */
const QUICK = { headersTimeoutMs: 700, requestTimeoutMs: 1_100, checkEveryMs: 300 };

function many(count: number, port: number): Promise<RawConnection[]> {
  return Promise.all(Array.from({ length: count }, () => rawConnection(port)));
}

describe('slow clients', () => {
  it('N5 has limits of its own', () => {
    const { server } = smallServer();
    const { headersTimeout, requestTimeout, keepAliveTimeout, maxHeadersCount } = server;
    expect(headersTimeout).toBeLessThanOrEqual(10_000);
    expect(requestTimeout).toBeLessThanOrEqual(15_000);
    expect(requestTimeout + SERVER_LIMITS.checkEveryMs).toBeLessThanOrEqual(15_000);
    expect(SERVER_LIMITS.checkEveryMs).toBeLessThanOrEqual(3_000);
    expect([keepAliveTimeout, maxHeadersCount]).toEqual([5_000, 100]);
    expect(SERVER_LIMITS.maxHeaderBytes).toBe(16 * 1024);
    // R14 wants 5,000 connections at once to pass.
    expect(server.maxConnections).toBeGreaterThan(5_000);
    expect(server.maxConnections).toBeLessThan(10_000);
  });

  it('R12 closes 500 dribbling heads, 500 silent sockets and 100 dribbling bodies, and serves the rest', async () => {
    const { port } = await servingEndpoint({ limits: QUICK });
    const heads = await many(500, port);
    for (const head of heads) head.send('POST /token HTTP/1.1\r\nHost: localhost\r\n');
    const silent = await many(500, port);
    const bodies = await many(100, port);
    for (const body of bodies) {
      body.send('POST /token?hold HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n');
    }
    let dribbled = 0;
    const dribble = setInterval(() => {
      dribbled += 1;
      for (const head of heads) if (head.socket.writable) head.send(`X-${dribbled}: a\r\n`);
      for (const body of bodies) if (body.socket.writable) body.send('a');
    }, 200);

    const bad = [...heads, ...silent, ...bodies];
    while (bad.some(({ socket }) => !socket.destroyed)) {
      const answer = await fetch(`http://127.0.0.1:${port}/token`);
      expect(answer.status).toBe(200);
      await answer.arrayBuffer();
    }
    clearInterval(dribble);
    const answers = await Promise.all(bad.map((each) => each.closed()));

    const texts = answers.map(({ text }) => text);
    for (const text of texts.slice(0, 500))
      expect(text).toMatch(/^HTTP\/1\.1 408 [\s\S]*"request_timeout"/);
    // A connection that never sent a byte is closed without an answer.
    expect(new Set(texts.slice(500, 1_000))).toEqual(new Set(['']));
  });

  it('R12 closes a connection that dribbles the head after a whole request, and no idle one', async () => {
    const { port, until } = await servingEndpoint({ limits: QUICK });
    const [slow, idle] = [await rawConnection(port), await rawConnection(port)];
    for (const each of [slow, idle]) each.send('GET /token HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await until(2);
    // Less often than the check, which must not take a pause for the end of a request.
    const dribble = setInterval(() => slow.socket.writable && slow.send('G'), 400);
    const { text } = await slow.closed();
    clearInterval(dribble);
    expect(text).toMatch(/^HTTP\/1\.1 200 [\s\S]*HTTP\/1\.1 (?:408|400) /);
    idle.send('GET /token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect((await idle.closed()).text.match(/HTTP\/1\.1 200 /g)).toHaveLength(2);
  });

  it('N5 turns away connections above the limit, and takes new ones once some are gone', async () => {
    const { port } = await servingEndpoint({ limits: { maxConnections: 20 } });
    const held = await many(20, port);
    const oneMore = await rawConnection(port);
    expect((await oneMore.closed()).text).toBe('');
    for (const each of held) each.socket.destroy();
    await Promise.all(held.map((each) => each.closed()));
    await vi.waitFor(async () => {
      expect((await fetch(`http://127.0.0.1:${port}/token`)).status).toBe(200);
    });
  });
});

describe('clients that give up', () => {
  it('R15 survives a thousand resets at every stage, without a word in the log', async () => {
    const { port, logged, endpoint, until, release } = await servingEndpoint();
    const stages = [
      '',
      'POST /token HT',
      'POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n{"room',
      'GET /token?hold HTTP/1.1\r\nHost: localhost\r\n\r\n',
      'GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n',
    ];
    for (let round = 0; round < 20; round += 1) {
      const connections = await many(50, port);
      connections.forEach((connection, index) => {
        connection.send(stages[index % stages.length] ?? '');
      });
      // Two of five stages are whole requests to the app, and one is a whole head.
      await until((round + 1) * 30);
      for (const { socket } of connections) socket.resetAndDestroy();
    }
    release();
    expect((await fetch(`http://127.0.0.1:${port}/token`)).status).toBe(200);
    expect(logged).toEqual([]);
    expect(endpoint.state.status).toBe('serving');
  });
});
