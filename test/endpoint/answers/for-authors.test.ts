import { describe, expect, it } from 'vitest';
import { ask, header, json, jsonOf, testEndpoint, type AskOptions } from '../ask.ts';

const VARY = 'Accept, Origin, Accept-Encoding';

describe('fields that did not count', () => {
  it('are named in the answer as in the activity, so that they show in the log of the app', async () => {
    const endpoint = await testEndpoint();
    const answer = await ask(endpoint, { method: 'GET', path: '/token?room=r1&username=bob&x=1' });
    expect(answer.status).toBe(200);
    expect(header(answer, 'x-token-tray-ignored')).toBe('username, x');
    expect((await endpoint.newest()).warnings).toEqual([
      { code: 'unknown_fields', message: 'Ignored unknown fields: username, x.' },
    ]);
  });

  it('are those of a room configuration too, by their path', async () => {
    const endpoint = await testEndpoint();
    const room_config = { agents: [{ name: 'a' }, { agentName: 'b', name: 'c' }], foo: 1 };
    const answer = await ask(endpoint, json({ room_config }));
    const names = ['room_config.foo', 'room_config.agents.name'];
    expect(header(answer, 'x-token-tray-ignored')).toBe(names.join(', '));
    expect((await endpoint.newest()).warnings).toMatchObject([
      { message: `Ignored unknown fields: ${names.join(', ')}.` },
    ]);
  });

  it('are also those that the policy of the project ignores', async () => {
    const endpoint = await testEndpoint();
    const [project] = endpoint.tokenTray.snapshot().projects;
    if (project === undefined) throw new Error('No project.');
    const { revision } = endpoint.tokenTray.snapshot();
    const policy = { ...project.policy, roomName: 'ignore', agents: 'ignore' } as const;
    await endpoint.call('project.update', { id: project.id, revision, changes: { policy } });
    const body = { room_name: 'r', room_config: { agents: [{ agent_name: 'a' }] }, other: 1 };
    const answer = await ask(endpoint, json(body));
    expect(header(answer, 'x-token-tray-ignored')).toBe('other, room_name, room_config.agents');
  });

  it('are escaped, and only as many as fit', async () => {
    const endpoint = await testEndpoint();
    const odd = await ask(endpoint, json({ 'ä, b\r\nX: y': 1 }));
    expect(header(odd, 'x-token-tray-ignored')).toBe('%C3%A4%2C%20b%0D%0AX%3A%20y');
    const many = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`${index}${'é'.repeat(60)}`, 1]),
    );
    const long = header(await ask(endpoint, json(many)), 'x-token-tray-ignored') ?? '';
    expect(long.length).toBeLessThanOrEqual(1024);
    expect(long.split(', ').length).toBeGreaterThan(1);
  });

  it('are none in an ordinary request, as every client sends it', async () => {
    const endpoint = await testEndpoint();
    for (const options of [json({ room_config: {} }), json({ room_name: 'r' }), {}]) {
      expect(header(await ask(endpoint, options), 'x-token-tray-ignored')).toBeUndefined();
    }
  });
});

describe('Vary', () => {
  it.each([
    ['a token', {}],
    ['a token as text', { headers: ['Accept: text/plain'] }],
    ['a refusal', json({ room_name: 1 })],
    ['a stopped host', { host: 'evil.example' }],
    ['the page for people', { method: 'GET', path: '/', headers: ['Accept: text/html'] }],
    ['health', { method: 'GET', path: '/health' }],
    ['a missing route', { path: '/nope' }],
    ['an OPTIONS', { method: 'OPTIONS' }],
    ['a HEAD', { method: 'HEAD' }],
  ] satisfies [string, AskOptions][])(
    'names what the answer differs by: %s',
    async (_what, options) => {
      expect(header(await ask(await testEndpoint(), options), 'vary')).toBe(VARY);
    },
  );
});

describe('compression', () => {
  const large = {
    headers: ['Content-Type: application/json'],
    body: JSON.stringify({ participant_metadata: 'm'.repeat(50_000) }),
  };
  const asking = (encoding: string, more: Partial<AskOptions> = {}): AskOptions => ({
    ...large,
    ...more,
    headers: [...large.headers, ...(more.headers ?? []), `Accept-Encoding: ${encoding}`],
  });

  it('is for large answers to a client that asks for it', async () => {
    const endpoint = await testEndpoint();
    for (const encoding of ['gzip', 'gzip, deflate, br', 'br;q=1, GZIP;q=0.5']) {
      const answer = await fetch(`${endpoint.url}/token`, {
        method: 'POST',
        headers: { 'Accept-Encoding': encoding },
        body: large.body,
      });
      expect(answer.headers.get('content-encoding')).toBe('gzip');
      expect(Number(answer.headers.get('content-length'))).toBeLessThan(20_000);
      expect(answer.headers.get('transfer-encoding')).toBeNull();
      expect(await answer.json()).toHaveProperty('participant_token');
    }
  });

  it.each(['', 'identity', '*', 'br', 'gzip;q=0', 'gzip; q=0.00'])(
    'is not for one that does not: "%s"',
    async (encoding) => {
      const answer = await ask(await testEndpoint(), asking(encoding));
      expect(header(answer, 'content-encoding')).toBeUndefined();
      expect(jsonOf(answer)).toHaveProperty('participant_token');
    },
  );

  it('is neither for small answers, nor for refusals', async () => {
    const endpoint = await testEndpoint();
    for (const options of [json({}), json({ room_name: 1 })]) {
      const headers = [...(options.headers ?? []), 'Accept-Encoding: gzip'];
      const answer = await ask(endpoint, { ...options, headers });
      expect(header(answer, 'content-encoding')).toBeUndefined();
    }
  });

  it('W8 T6 is never for an ESP32, by its name or by the route that it asks', async () => {
    const endpoint = await testEndpoint();
    for (const more of [
      { headers: ['User-Agent: ESP32 HTTP Client/1.0'] },
      { path: '/api/sandbox/connection-details' },
    ]) {
      const answer = await ask(endpoint, asking('gzip', more));
      expect(answer.status).toBe(200);
      expect(header(answer, 'content-encoding')).toBeUndefined();
      expect(header(answer, 'transfer-encoding')).toBeUndefined();
    }
  });
});

describe('the words behind the status', () => {
  it('have the code of a refusal, for consoles and clients that show nothing else', async () => {
    const endpoint = await testEndpoint();
    const words = async (init: RequestInit): Promise<string> =>
      (await fetch(`${endpoint.url}/token`, { method: 'POST', ...init })).statusText;
    expect(await words({})).toBe('OK');
    expect(await words({ body: '{' })).toBe('Bad Request: invalid_json');
    expect(await words({ headers: { Origin: 'https://evil.example' } })).toBe(
      'Forbidden: origin_not_allowed',
    );
  });
});
