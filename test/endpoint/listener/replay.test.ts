import express from 'express';
import { describe, expect, it } from 'vitest';
import { TokenTrayError } from '../../../main/contract/errors.ts';
import { servingEndpoint, SETTINGS, testEndpoint } from './started-endpoint.ts';
import { aDetail } from '../../fixtures/snapshot.ts';

const RECORDED = aDetail({
  id: 'request-1',
  caller: { host: '10.0.2.2', from: 'loopback', address: '127.0.0.1', client: 'Android' },
  request: {
    headers: {
      host: '10.0.2.2:7885',
      origin: 'http://localhost:3000',
      authorization: '••••',
      connection: 'keep-alive',
      'content-length': '2',
      'transfer-encoding': 'chunked',
      'x-sandbox-id': 'my-app',
    },
    target: '/token?preset=viewer',
    body: '{"room_name":"ä"}',
  },
});

interface Seen {
  method: string;
  url: string;
  headers: Record<string, unknown>;
  body: string;
}

/** An endpoint whose app remembers what it was sent. */
async function recordingEndpoint() {
  const seen: Seen[] = [];
  const app = express();
  app.get('/health', (_request, response) => {
    response.json({ instance_id: 'me' });
  });
  app.use(express.text({ type: () => true }), (request, response) => {
    const { method, url, headers } = request;
    seen.push({ method, url, headers, body: typeof request.body === 'string' ? request.body : '' });
    response.status(403).json({ error: 'whatever' });
  });
  return { ...(await servingEndpoint({ app, instanceId: 'me' })), seen };
}

describe('replay', () => {
  it('sends a request again as it was, less what belonged to its connection and its keys', async () => {
    const { endpoint, seen } = await recordingEndpoint();
    await endpoint.replay(RECORDED, {});
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/token?preset=viewer',
        body: '{"room_name":"ä"}',
        headers: {
          host: '10.0.2.2:7885',
          origin: 'http://localhost:3000',
          'x-sandbox-id': 'my-app',
          'content-length': '18',
          connection: 'close',
        },
      },
    ]);
  });

  it('sends it with what a person changed', async () => {
    const { endpoint, seen } = await recordingEndpoint();
    await endpoint.replay(RECORDED, { target: '/?preset=host', body: '' });
    expect(seen).toMatchObject([{ url: '/?preset=host', body: '' }]);
  });

  it('refuses a target that cannot be sent, and says why', async () => {
    const { endpoint, seen } = await recordingEndpoint();
    const replayed = endpoint.replay(RECORDED, { target: '/token?room=my room\r\nX: y' });
    await expect(replayed).rejects.toMatchObject({
      failure: { code: 'invalid_input', field: 'target' },
    });
    expect(seen).toEqual([]);
  });

  it('says so where nothing is served', async () => {
    const { endpoint } = testEndpoint();
    await endpoint.apply({ ...SETTINGS, serve: false });
    await expect(endpoint.replay(RECORDED, {})).rejects.toThrow(TokenTrayError);
  });
});
