import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { authorizationHeader } from '../../../main/contract/http-protocol.ts';
import { startHeadless, type Headless } from '../../fixtures/headless.ts';
import { itOnPosix } from '../../fixtures/posix.ts';

const hosts: Headless[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  // The last one first: it may use the folder of one before it.
  for (const host of hosts.splice(0).toReversed()) await host.close();
});

async function start(dataFolder?: string): Promise<Headless> {
  const host = await startHeadless(dataFolder === undefined ? {} : { dataFolder });
  hosts.push(host);
  return host;
}

/** A connection that is open and says `text`, and then nothing more. */
async function hold(url: string, text: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  if (text !== '') socket.write(text);
  return socket;
}

async function accepts(url: string): Promise<boolean> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

describe('stopping', () => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    itOnPosix(
      'signals',
      `R8 ${signal} ends it with 0 within two seconds, whatever is connected`,
      async () => {
        const host = await start();
        await hold(host.endpoint, '');
        await hold(host.endpoint, 'POST /token HTTP/1.1\r\nHost: loc');
        await hold(host.ui, '');
        await hold(
          host.ui,
          'POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{',
        );
        const events = await fetch(new URL('/api/events', host.ui), {
          headers: authorizationHeader(host.session().token),
        });
        const streamEnded = events.text().catch(() => 'cut off');
        const startedAt = performance.now();
        expect(await host.kill(signal)).toEqual({ code: 0, signal: null });
        // A busy machine needs a little to notice an exit.
        expect(performance.now() - startedAt).toBeLessThan(3_000);
        await streamEnded;
        expect(existsSync(join(host.dataFolder, 'lock'))).toBe(false);
        expect(existsSync(join(host.dataFolder, 'window-session.json'))).toBe(false);
      },
    );
  }

  itOnPosix('signals', 'R8 a second signal ends it at once', async () => {
    const host = await start();
    const socket = await hold(
      host.endpoint,
      'POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n',
    );
    // Answered with 100: the request is under way, so a stop waits for it.
    await once(socket, 'data');
    void host.kill('SIGTERM');
    await expect.poll(() => accepts(host.endpoint)).toBe(false);
    // A stop that is over in its own time ends with 0.
    expect((await host.kill('SIGINT')).code).toBe(1);
  });

  it('S9 starts again on the folder of a host that was killed', async () => {
    const first = await start();
    await first.kill('SIGKILL');
    expect(existsSync(join(first.dataFolder, 'lock'))).toBe(true);
    const second = await start(first.dataFolder);
    expect((await fetch(second.endpoint, { method: 'POST' })).status).toBe(200);
    expect(second.session().token).toMatch(/^[\w-]{43}$/);
  });

  it('goes on serving when its output is closed', async () => {
    const host = await start();
    host.closeOutput();
    await host.call('server.stop');
    await host.call('server.start');
    const state = JSON.stringify(await host.call('state.get'));
    expect(state).toContain('"status":"serving"');
  });
});
