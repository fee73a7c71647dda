import { connect } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { rawConnection } from './raw-connection.ts';
import { servingEndpoint, SETTINGS } from './started-endpoint.ts';

const HOST = 'Host: localhost\r\n';

/** One connection of each kind that a stop meets, each in its state. */
async function connectionsOfEachKind(port: number) {
  const inFlight = await rawConnection(port);
  inFlight.send(`GET /token?ms=500 HTTP/1.1\r\n${HOST}\r\n`);
  const idle = await rawConnection(port, '::1');
  idle.send(`GET /token HTTP/1.1\r\n${HOST}\r\n`);
  await idle.until('"from"');
  const silent = await rawConnection(port);
  const halfHead = await rawConnection(port);
  halfHead.send(`POST /token HTTP/1.1\r\n${HOST}`);
  const halfBody = await rawConnection(port);
  halfBody.send(`POST /stream HTTP/1.1\r\n${HOST}Content-Length: 50\r\n\r\n{`);
  await halfBody.until('hello');
  const stream = await rawConnection(port);
  stream.send(`GET /stream HTTP/1.1\r\n${HOST}\r\n`);
  await stream.until('hello');
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { inFlight, idle, silent, halfHead, halfBody, stream };
}

describe('stop', () => {
  it('R8 answers what is in flight, closes the rest, and is through within 2 s', async () => {
    const { endpoint, port } = await servingEndpoint();
    const kinds = await connectionsOfEachKind(port);
    const startedAt = performance.now();
    const closing = endpoint.close();

    const refused = connect({ port, host: '127.0.0.1' });
    const [error] = await once(refused, 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });

    const inFlight = await kinds.inFlight.closed();
    expect(inFlight.text).toMatch(/^HTTP\/1\.1 200 [\s\S]*Connection: close[\s\S]*"from"/);
    for (const kind of [kinds.idle, kinds.silent, kinds.halfHead]) {
      expect((await kind.closed()).afterMs).toBe(0);
    }
    await Promise.all([kinds.stream.closed(), kinds.halfBody.closed(), closing]);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(endpoint.state).toEqual({ status: 'stopped' });
  });

  it('R8 is through at once where nothing is in flight', async () => {
    const { endpoint, port } = await servingEndpoint();
    const idle = await rawConnection(port);
    idle.send(`GET /token HTTP/1.1\r\n${HOST}\r\n`);
    await idle.until('"from"');
    const startedAt = performance.now();
    await endpoint.close();
    expect(performance.now() - startedAt).toBeLessThan(500);
    await idle.closed();
  });

  it('R8 ends a connection whose answer was half sent when the stop came', async () => {
    const { endpoint, port } = await servingEndpoint();
    const pipelining = await rawConnection(port);
    pipelining.send(`GET /token?ms=200 HTTP/1.1\r\n${HOST}\r\n`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const closing = endpoint.close();
    pipelining.send(`GET /token?late=1 HTTP/1.1\r\n${HOST}\r\n`);
    const { text } = await pipelining.closed();
    expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    await closing;
  });

  it('stops and starts on the same port while the old answers are still on their way', async () => {
    const { endpoint, port } = await servingEndpoint();
    const slow = await rawConnection(port);
    slow.send(`GET /token?ms=300 HTTP/1.1\r\n${HOST}\r\n`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await endpoint.apply({ ...SETTINGS, serve: false })).toEqual({ status: 'stopped' });
    expect(await endpoint.apply({ ...SETTINGS, port })).toMatchObject({ status: 'serving', port });
    expect((await slow.closed()).text).toContain('HTTP/1.1 200');
  });

  it('answers nothing but stopped after close', async () => {
    const { endpoint } = await servingEndpoint();
    await endpoint.close();
    expect(await endpoint.apply(SETTINGS)).toEqual({ status: 'stopped' });
    await endpoint.close();
  });
});
