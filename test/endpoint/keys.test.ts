import { describe, expect, it } from 'vitest';
import type { TestEndpoint } from '../fixtures/endpoint.ts';
import { ask, claimsOf, header, jsonOf, testEndpoint, type AskOptions } from './ask.ts';

const PHONE = '192.168.1.50';

/** An endpoint that serves the LAN, asked from there, and its key. */
async function fromLan(
  server: Parameters<typeof testEndpoint>[0] = {},
): Promise<{ endpoint: TestEndpoint; key: string }> {
  const key = 'lan-key-0123456789abcdef0123456789';
  const endpoint = await testEndpoint({
    peer: PHONE,
    secrets: { 'lan-key': key },
    ...server,
    server: { lan: true, ...server.server },
  });
  return { endpoint, key };
}

async function expectNoKey(endpoint: TestEndpoint, options: AskOptions): Promise<void> {
  const before = endpoint.mintCount();
  const answer = await ask(endpoint, { host: '192.168.1.20:{port}', ...options });
  expect(answer.status).toBe(401);
  expect(jsonOf(answer)['message']).toEqual(expect.stringMatching(/Bearer|token server ID/));
  expect(header(answer, 'www-authenticate')).toMatch(/^Bearer realm="Token Tray"/);
  expect(endpoint.mintCount()).toBe(before);
  expect((await endpoint.activity())[0]).toMatchObject({
    outcome: 'blocked',
    error: { rule: 'key' },
    caller: { from: 'lan', address: PHONE },
  });
}

describe('A19 a caller from elsewhere', () => {
  it('needs the key on every token route, whatever its spelling', async () => {
    const { endpoint, key } = await fromLan();
    for (const path of [
      '/token',
      '/',
      '//token',
      '/TOKEN/',
      '/api/v2/sandbox/connection-details',
      '/api/sandbox/connection-details',
      '/token?project=local',
    ]) {
      await expectNoKey(endpoint, { path });
    }
    await expectNoKey(endpoint, { headers: ['Authorization: Bearer wrong'] });
    await expectNoKey(endpoint, { headers: [`X-Sandbox-ID: ${key}`] });
    await expectNoKey(endpoint, { path: `/token?key=${key}` });
    const answer = await ask(endpoint, {
      host: '192.168.1.20:{port}',
      headers: [`Authorization: Bearer ${key}`],
    });
    expect(claimsOf(answer)).toHaveProperty('sub');
    expect(jsonOf(answer)['server_url']).toBe('ws://192.168.1.20:7880');
  });

  it('needs the key while a phone check is open, too, and finds no check while none is', async () => {
    const { endpoint } = await fromLan();
    await expectNoKey(endpoint, { path: '/check' });
    await endpoint.call('phone.open', { minutes: 0 });
    await expectNoKey(endpoint, { path: '/token' });
    const page = await ask(endpoint, {
      host: '192.168.1.20:{port}',
      method: 'GET',
      path: '/check',
    });
    expect(page.status).toBe(200);
  });

  it('may send the token server ID of a project instead', async () => {
    const { endpoint } = await fromLan();
    const id = endpoint.tokenTray.snapshot().projects[0]?.tokenServerId ?? '';
    const answer = await ask(endpoint, { headers: [`X-Sandbox-ID: ${id}`] });
    expect(answer.status).toBe(200);
    const unknown = await ask(endpoint, { headers: ['X-Sandbox-ID: some-other-id'] });
    expect(unknown.status).toBe(401);
    expect(jsonOf(unknown)['error']).toBe('unknown_token_server_id');
  });

  it('A19 is told whether the key is missing or wrong, as RFC 6750 tells it', async () => {
    const { endpoint } = await fromLan();
    const missing = await ask(endpoint);
    expect(jsonOf(missing)['error']).toBe('key_required');
    expect(header(missing, 'www-authenticate')).toBe('Bearer realm="Token Tray"');
    const wrong = await ask(endpoint, { headers: ['Authorization: Bearer wrong'] });
    expect(jsonOf(wrong)['error']).toBe('key_wrong');
    expect(header(wrong, 'www-authenticate')).toBe(
      'Bearer realm="Token Tray", error="invalid_token", error_description="Wrong key"',
    );
  });

  it('A20 is told apart by its connection alone, not by what it says', async () => {
    const { endpoint } = await fromLan();
    for (const line of [
      'X-Forwarded-For: 127.0.0.1',
      'Forwarded: for=127.0.0.1',
      'X-Real-IP: ::1',
      'Host: localhost',
    ]) {
      const headers = line.startsWith('Host') ? [] : [line];
      await expectNoKey(endpoint, { host: 'localhost', headers });
    }
  });

  it('A4 is held to the Host check, key or not', async () => {
    const { endpoint, key } = await fromLan();
    const answer = await ask(endpoint, {
      host: 'evil.example:{port}',
      headers: [`Authorization: Bearer ${key}`],
    });
    expect(answer.status).toBe(403);
    expect(endpoint.mintCount()).toBe(0);
  });

  it('A20 may preflight and see /health without a key, and gets no page', async () => {
    const { endpoint, key } = await fromLan();
    const host = '192.168.1.20:{port}';
    const page = ['Origin: http://192.168.1.20:8081'];
    const preflight = await ask(endpoint, {
      method: 'OPTIONS',
      host,
      headers: [...page, 'Access-Control-Request-Method: POST'],
    });
    expect(preflight.status).toBe(204);
    expect((await ask(endpoint, { method: 'GET', path: '/health', host })).status).toBe(200);
    const html = ['Accept: text/html'];
    await expectNoKey(endpoint, { method: 'GET', path: '/', headers: html });
    const withKey = await ask(endpoint, {
      method: 'GET',
      path: '/',
      host,
      headers: [...html, `Authorization: Bearer ${key}`],
    });
    expect(header(withKey, 'content-type')).toBe('application/json; charset=utf-8');
    for (const path of ['/admin', '/call/state.get', '/events', '/index.html']) {
      const headers = [`Authorization: Bearer ${key}`];
      expect((await ask(endpoint, { method: 'GET', path, host, headers })).status).toBe(404);
    }
  });

  it('needs none once the key is switched off, and gets nothing once LAN is', async () => {
    const open = await fromLan({ server: { dangerouslySkipLanKey: true } });
    expect((await ask(open.endpoint)).status).toBe(200);
    const off = await fromLan({ server: { lan: false } });
    await expectNoKey(off.endpoint, { headers: [`X-Sandbox-ID: any`] });
  });

  it('gets nothing while the key store has not told the key', async () => {
    const { endpoint } = await fromLan({ secrets: {} });
    endpoint.ports.secrets.readings.set('lan-key', { state: 'waiting' });
    for (const given of ['', 'undefined', 'null']) {
      await expectNoKey(endpoint, { headers: [`Authorization: Bearer ${given}`] });
    }
  });
});

describe('N9 rates', () => {
  it('callers on this machine are never limited', async () => {
    const endpoint = await testEndpoint();
    for (let round = 0; round < 30; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 100 }, () => fetch(`${endpoint.url}/token`, { method: 'POST' })),
      );
      for (const answer of answers) {
        expect(answer.status).toBe(200);
        await answer.arrayBuffer();
      }
    }
    expect(endpoint.mintCount()).toBe(3_000);
  });

  it('callers elsewhere are, and are told when to come again', async () => {
    const { endpoint, key } = await fromLan();
    const headers = [`Authorization: Bearer ${key}`];
    const statuses: number[] = [];
    for (let count = 0; count < 400; count += 1) {
      const answer = await ask(endpoint, { headers });
      statuses.push(answer.status);
      if (answer.status !== 429) continue;
      expect(header(answer, 'retry-after')).toMatch(/^[1-9]\d*$/);
      expect(jsonOf(answer)['error']).toBe('rate_limited');
      break;
    }
    expect(statuses.at(-1)).toBe(429);
    // Here the endpoint's own look at each of its addresses seems to come from there too, and counts.
    expect(statuses.length).toBeGreaterThan(290);
    expect((await endpoint.activity())[0]).toMatchObject({ error: { rule: 'rate' } });
  });

  it('wrong keys are slowed down, and the right one with them', async () => {
    const { endpoint, key } = await fromLan();
    const wrong = { headers: ['Authorization: Bearer wrong'] };
    const statuses: number[] = [];
    for (let count = 0; count < 20; count += 1) statuses.push((await ask(endpoint, wrong)).status);
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 401));
    expect(new Set(statuses.slice(12))).toEqual(new Set([429]));
    const right = await ask(endpoint, { headers: [`Authorization: Bearer ${key}`] });
    expect(right.status).toBe(429);
  });
});

function guarded(): Promise<TestEndpoint> {
  return testEndpoint({
    project: { requireKey: true },
    secrets: { 'lan-key': 'the-key-of-this-host' },
  });
}

describe('a project that asks its key on this machine', () => {
  it('asks it with LAN off, however the request is spelled', async () => {
    const endpoint = await guarded();
    for (const path of [
      '/token',
      '/token?project=local',
      '/token?project=undefined',
      '/token?project=',
      '/token?preset=viewer',
      '/?project=undefined',
      '/token?project=local&project=local',
    ]) {
      expect((await ask(endpoint, { path })).status).toBe(401);
    }
    expect((await ask(endpoint, { headers: ['X-Sandbox-ID: unknown'] })).status).toBe(401);
    expect(endpoint.mintCount()).toBe(0);
    const headers = ['Authorization: Bearer the-key-of-this-host'];
    expect((await ask(endpoint, { headers })).status).toBe(200);
    const id = endpoint.tokenTray.snapshot().projects[0]?.tokenServerId ?? '';
    expect((await ask(endpoint, { headers: [`X-Sandbox-ID: ${id}`] })).status).toBe(200);
  });

  it('tells no slug before the key has passed, and all of them after it', async () => {
    const endpoint = await guarded();
    const path = '/token?project=nope';
    const without = await ask(endpoint, { path });
    expect([without.status, jsonOf(without)['error']]).toEqual([401, 'key_required']);
    expect(without.body).not.toContain('local');
    const headers = ['Authorization: Bearer the-key-of-this-host'];
    const answer = await ask(endpoint, { path, headers });
    expect(jsonOf(answer)['message']).toBe('There is no project "nope". Known projects: local.');
  });

  it('leaves /health and the page for people open', async () => {
    const endpoint = await guarded();
    expect((await ask(endpoint, { method: 'GET', path: '/health' })).status).toBe(200);
    const headers = ['Accept: text/html'];
    expect((await ask(endpoint, { method: 'GET', path: '/', headers })).status).toBe(200);
    expect((await ask(endpoint, { method: 'GET', path: '/' })).status).toBe(401);
  });
});

it('a request that names two projects is told both', async () => {
  const endpoint = await testEndpoint();
  const fields = { name: 'Other', url: 'ws://localhost:7990', apiKey: 'k', apiSecret: 's' };
  const { tokenServerId } = (await endpoint.call('project.create', { fields })).item;
  const headers = [`X-Sandbox-ID: ${tokenServerId}`];
  const answer = await ask(endpoint, { path: '/token?project=local', headers });
  expect(answer.status).toBe(400);
  expect(jsonOf(answer)).toMatchObject({
    error: 'project_conflict',
    message: expect.stringMatching(/"local".*"other"/),
  });
  expect((await ask(endpoint, { path: '/token?project=other', headers })).status).toBe(200);
  expect(endpoint.mintCount()).toBe(1);
});
