import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEndpoint, type TestEndpoint } from '../../fixtures/endpoint.ts';
import { ask, header, json, jsonOf, testEndpoint, type AskOptions } from '../ask.ts';

let endpoint: TestEndpoint;

beforeAll(async () => {
  endpoint = await startEndpoint({ uiHint: () => 'http://localhost:7886' });
});
afterAll(() => endpoint.close());

const ANSWERS: readonly [what: string, options: AskOptions, status: number][] = [
  ['a token', {}, 200],
  ['a token as text', { headers: ['Accept: text/plain'] }, 200],
  ['a token of the older sandbox', { path: '/api/sandbox/connection-details' }, 200],
  ['health', { method: 'GET', path: '/health' }, 200],
  ['the page for people', { method: 'GET', path: '/', headers: ['Accept: text/html'] }, 200],
  ['a HEAD', { method: 'HEAD' }, 200],
  ['an OPTIONS', { method: 'OPTIONS' }, 204],
  ['a bad field', json({ room_name: 1 }), 400],
  ['a stopped host', { host: 'evil.com' }, 403],
  ['a stopped origin', { headers: ['Origin: https://evil.com'] }, 403],
  ['a missing route', { path: '/nope' }, 404],
  ['a wrong method', { method: 'DELETE' }, 405],
  ['a compressed body', { headers: ['Content-Encoding: gzip'], body: 'x' }, 415],
];

describe('A27 every answer', () => {
  it.each(ANSWERS)('%s has the headers that keep it to itself', async (_what, options, status) => {
    const answer = await ask(endpoint, options);
    expect(answer.status).toBe(status);
    expect(header(answer, 'cache-control')).toBe('no-store');
    expect(header(answer, 'x-content-type-options')).toBe('nosniff');
    expect(header(answer, 'cross-origin-resource-policy')).toBe('same-origin');
    expect(header(answer, 'referrer-policy')).toBe('no-referrer');
    for (const absent of [
      'x-powered-by',
      'etag',
      'transfer-encoding',
      'content-encoding',
      'server',
      'set-cookie',
      'strict-transport-security',
    ]) {
      expect(header(answer, absent)).toBeUndefined();
    }
    expect(header(answer, 'x-request-id')).toMatch(/^req-[0-9a-f]{12}$/);
    for (const [name, values] of answer.headers) expect([name, values.length]).toEqual([name, 1]);
    if (answer.body !== '') {
      expect(header(answer, 'content-length')).toBe(String(Buffer.byteLength(answer.body)));
      expect(header(answer, 'content-type')).toMatch(/; charset=utf-8$/);
    }
  });
});

describe('W24 A28 every error', () => {
  const errors = ANSWERS.filter(([, , status]) => status >= 400);
  it.each(errors)('%s is a short object that holds nothing of a token', async (_what, options) => {
    const answer = await ask(endpoint, options);
    const fields = jsonOf(answer);
    expect(fields).toMatchObject({
      error: expect.stringMatching(/^[a-z_]+$/),
      message: expect.stringMatching(/^\S.*\.$/),
      request_id: expect.stringMatching(/^req-[0-9a-f]{12}$/),
    });
    expect(
      Object.keys(fields).filter(
        (key) => !['error', 'message', 'field', 'request_id'].includes(key),
      ),
    ).toEqual([]);
    expect(header(answer, 'x-request-id')).toBe(fields['request_id']);
    expect(header(answer, 'x-token-tray-error')).toBe(fields['error']);
    expect((await endpoint.activity())[0]?.id).toBe(fields['request_id']);
    expect(answer.body.length).toBeLessThan(500);
    expect(answer.body).not.toMatch(/<|\bat \S+:\d+|node_modules|\.ts\b/);
  });
});

describe('A7 what any caller may get', () => {
  it('holds no secret, no API key and no token, but where a token was asked for', async () => {
    const own = await testEndpoint({
      server: { lan: true },
      uiHint: () => 'http://localhost:7886',
    });
    const { key } = await own.call('lan.showKey');
    const { tokenServerId } = own.tokenTray.snapshot().projects[0] ?? { tokenServerId: '-' };
    for (const path of ['/', '/health', '/nope', '/favicon.ico', '/index.html']) {
      const answer = await ask(own, { method: 'GET', path, headers: ['Accept: text/html'] });
      const all = `${answer.body}${JSON.stringify([...answer.headers])}`;
      expect(all).not.toMatch(/eyJ|devkey|"secret"/);
      expect(all).not.toContain(key);
      expect(all).not.toContain(tokenServerId);
    }
    expect(own.mintCount()).toBe(0);
  });
});

describe('N2 an exception on the way', () => {
  it('is one line in the activity and a general answer that the asking page can read', async () => {
    const own = await testEndpoint({
      core: (core) => ({
        ...core,
        issue: () => {
          throw new Error('broken with SENTINEL');
        },
      }),
    });
    const answer = await ask(own, { headers: ['Origin: http://localhost:3000'] });
    expect(answer.status).toBe(500);
    expect(header(answer, 'access-control-allow-origin')).toBe('http://localhost:3000');
    const fields = jsonOf(answer);
    expect(fields).toEqual({
      error: 'internal',
      message: expect.stringContaining(String(own.ports.lines[0]?.fields?.['requestId'])),
      request_id: own.ports.lines[0]?.fields?.['requestId'],
    });
    expect(JSON.stringify(own.ports.lines)).not.toContain('SENTINEL');
    expect(await own.activity()).toMatchObject([{ status: 500, error: { code: 'internal' } }]);
    expect((await ask(own, { method: 'GET', path: '/health' })).status).toBe(200);
  });
});

describe('why there is no token', () => {
  it('R25 a locked secret is worth another try, and another project answers meanwhile', async () => {
    const own = await testEndpoint();
    const { item: project } = await own.call('project.create', {
      fields: {
        name: 'Cloud',
        url: 'wss://c.livekit.cloud',
        apiKey: 'APIabcdefgh',
        apiSecret: 'mZ4rT8wQ1xN6vB3kJ9pL2sD7fG5hC0aY',
      },
    });
    own.ports.secrets.readings.set(project.id, { state: 'locked' });
    own.ports.secrets.tellChange();
    await new Promise(setImmediate);
    const locked = await ask(own);
    expect(locked.status).toBe(503);
    expect(jsonOf(locked)['error']).toBe('secret_locked');
    expect(header(locked, 'retry-after')).toBe('5');
    expect((await ask(own, { path: '/token?project=local' })).status).toBe(200);
  });

  it('A26 W29 a project without a secret never signs with what the environment holds', async () => {
    process.env['LIVEKIT_API_KEY'] = 'APIfromEnvironment';
    process.env['LIVEKIT_API_SECRET'] = 'from-the-environment';
    try {
      const own = await testEndpoint();
      const { item: project } = await own.call('project.create', {
        fields: {
          name: 'Cloud',
          url: 'wss://c.livekit.cloud',
          apiKey: 'APIabcdefgh',
          apiSecret: 'mZ4rT8wQ1xN6vB3kJ9pL2sD7fG5hC0aY',
        },
      });
      own.ports.secrets.secrets.delete(project.id);
      own.ports.secrets.tellChange();
      await new Promise(setImmediate);
      const answer = await ask(own);
      expect(answer.status).toBe(409);
      expect(jsonOf(answer)['error']).toBe('secret_missing');
      expect(own.mintCount()).toBe(0);
    } finally {
      delete process.env['LIVEKIT_API_KEY'];
      delete process.env['LIVEKIT_API_SECRET'];
    }
  });
});
