import express from 'express';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { HttpServer } from '../../../main/server/http-server.ts';
import { openListener } from '../../../main/listener/listener.ts';
import { smallApp, smallServer } from './small-app.ts';
import { SETTINGS, stateThat, testEndpoint } from './started-endpoint.ts';

/** An app that can be made to answer as another process, which is what a lost port looks like. */
function appWithIdentity() {
  const identity = { id: 'me', asked: 0 };
  const app = express();
  app.get('/health', (_request, response) => {
    identity.asked += 1;
    response.json({ instance_id: identity.id, version: '0.0.0', status: 'ok' });
  });
  return { app, identity };
}

describe('after sleep', () => {
  it('R19 notices a listener that died, by asking through each address', async () => {
    const servers: HttpServer[] = [];
    const { app } = smallApp('me');
    const createServer = (): HttpServer => {
      const server = smallServer(app);
      servers.push(server);
      return server;
    };
    const opened = await openListener({ createServer, port: 0, instanceId: 'me' });
    if (!opened.ok) throw new Error(JSON.stringify(opened.why));
    onTestFinished(() => opened.listener.stop(0));
    expect(await opened.listener.verify()).toBe(true);
    servers[1]?.server.close();
    expect(await opened.listener.verify()).toBe(true);
    expect(opened.listener.loopback()).toEqual([
      { address: '127.0.0.1', probe: 'ours' },
      { address: '::1', probe: 'silent' },
    ]);
    servers[0]?.server.close();
    expect(await opened.listener.verify()).toBe(false);
  });

  it('R19 opens again on resume, and tells the truth while it cannot', async () => {
    const { app, identity } = appWithIdentity();
    const { endpoint } = testEndpoint({ app, instanceId: 'me', timing: { retryMs: 30 } });
    const before = await endpoint.apply(SETTINGS);
    expect(before.status).toBe('serving');
    identity.id = 'somebody else';
    // What a host does on resume: the same settings once more.
    expect(await endpoint.apply(SETTINGS)).toMatchObject({
      status: 'failed',
      failure: { code: 'port_shadowed' },
    });
    identity.id = 'me';
    await stateThat(endpoint, ({ status }) => status === 'serving');
  });

  it('R19 asks itself when the clock jumped, without being told of the sleep', async () => {
    const { app, identity } = appWithIdentity();
    const { endpoint } = testEndpoint({ app, instanceId: 'me', timing: { watchMs: 30 } });
    await endpoint.apply(SETTINGS);
    identity.id = 'somebody else';
    const now = performance.now.bind(performance);
    const jumped = vi.spyOn(performance, 'now').mockImplementation(() => now() + 60_000);
    onTestFinished(() => jumped.mockRestore());
    await stateThat(endpoint, ({ status }) => status === 'failed');
  });
});
