import { connect } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { STOP_WITHIN_MS } from '../../../main/listener/listener.ts';
import { rawConnection } from './raw-connection.ts';
import { servingEndpoint, SETTINGS } from './started-endpoint.ts';

const HOST = 'Host: localhost\r\n';

/** One connection of each kind that a stop meets, each in its state. */
async function connectionsOfEachKind(port: number) {
  const inFlight = await rawConnection(port);
  inFlight.send(`GET /token?hold HTTP/1.1\r\n${HOST}\r\n`);
  const unused = await rawConnection(port);
  const halfHead = await rawConnection(port);
  halfHead.send(`POST /token HTTP/1.1\r\n${HOST}`);
  const halfBody = await rawConnection(port);
  halfBody.send(`POST /stream HTTP/1.1\r\n${HOST}Content-Length: 50\r\n\r\n{`);
  await halfBody.until('hello');
  const stream = await rawConnection(port);
  stream.send(`GET /stream HTTP/1.1\r\n${HOST}\r\n`);
  await stream.until('hello');
  const idle = await rawConnection(port, '::1');
  idle.send(`GET /token HTTP/1.1\r\n${HOST}\r\n`);
  await idle.until('"from"');
  return { inFlight, idle, unused, halfHead, halfBody, stream };
}

describe('stop', () => {
  it('R8 answers what is in flight, closes the rest, and is through within 2 s', async () => {
    const { endpoint, port, release } = await servingEndpoint();
    const kinds = await connectionsOfEachKind(port);
    const closing = endpoint.close();

    const refused = connect({ port, host: '127.0.0.1' });
    const [error] = await once(refused, 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });

    await Promise.all([kinds.idle, kinds.unused, kinds.halfHead].map((kind) => kind.closed()));
    release();
    const inFlight = await kinds.inFlight.closed();
    expect(inFlight.text).toMatch(/^HTTP\/1\.1 200 [\s\S]*Connection: close[\s\S]*"from"/);
    await Promise.all([kinds.stream.closed(), kinds.halfBody.closed(), closing]);
    expect(STOP_WITHIN_MS).toBeLessThan(2_000);
    expect(endpoint.state).toEqual({ status: 'stopped' });
  });

  it('R8 is through at once where nothing is in flight', async () => {
    const { endpoint, port } = await servingEndpoint();
    const idle = await rawConnection(port);
    idle.send(`GET /token HTTP/1.1\r\n${HOST}\r\n`);
    await idle.until('"from"');
    // With a clock that does not move, nothing that waits for a time would come to an end.
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    await endpoint.close();
    await idle.closed();
  });

  it('R8 ends a connection whose answer was half sent when the stop came', async () => {
    const { endpoint, port, until, release } = await servingEndpoint();
    const pipelining = await rawConnection(port);
    pipelining.send(`GET /token?hold HTTP/1.1\r\n${HOST}\r\n`);
    await until(1);
    const closing = endpoint.close();
    pipelining.send(`GET /token?late=1 HTTP/1.1\r\n${HOST}\r\n`);
    release();
    const { text } = await pipelining.closed();
    expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    await closing;
  });

  it('stops and starts on the same port while the old answers are still on their way', async () => {
    const { endpoint, port, until, release } = await servingEndpoint();
    const slow = await rawConnection(port);
    slow.send(`GET /token?hold HTTP/1.1\r\n${HOST}\r\n`);
    await until(1);
    expect(await endpoint.apply({ ...SETTINGS, serve: false })).toEqual({ status: 'stopped' });
    expect(await endpoint.apply({ ...SETTINGS, port })).toMatchObject({ status: 'serving', port });
    release();
    expect((await slow.closed()).text).toContain('HTTP/1.1 200');
  });

  it('answers nothing but stopped after close', async () => {
    const { endpoint } = await servingEndpoint();
    await endpoint.close();
    expect(await endpoint.apply(SETTINGS)).toEqual({ status: 'stopped' });
    await endpoint.close();
  });
});
