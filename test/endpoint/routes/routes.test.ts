import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEndpointApp } from '../../../main/endpoint/endpoint-app.ts';
import { startEndpoint, type TestEndpoint } from '../../fixtures/endpoint.ts';
import { ask, claimsOf, header, jsonOf } from '../ask.ts';

let endpoint: TestEndpoint;

beforeAll(async () => {
  endpoint = await startEndpoint();
});
afterAll(() => endpoint.close());

describe('W21 N11 spellings of a path', () => {
  it.each([
    '//token',
    '/token/',
    '///token//',
    '/TOKEN',
    '//api/v2/sandbox/connection-details',
    '/api//v2/sandbox/connection-details/',
    '/api/v2/sandbox/connection-details/',
    '//',
    '/createtoken',
    '/token?',
    '/token?room=a',
    '/token/?room=a',
  ])('%s is answered in place', async (path) => {
    const answer = await ask(endpoint, { path });
    expect(answer.status).toBe(200);
    expect(header(answer, 'location')).toBeUndefined();
    expect(claimsOf(answer)).toHaveProperty('sub');
  });

  it.each([
    '/%74oken',
    '/token;x',
    '/token.json',
    '/..%2fadmin',
    '/..%2ftoken',
    '/./token',
    '/nope/../token',
    '/token/x',
    '/tokens',
    '/%zz',
    '/%',
    '/\\token',
    '/token%2f',
    '/token%00',
    `/${'a'.repeat(8_000)}`,
    '/rtc',
    '/admin',
    '/call/state.get',
    '/index.html',
  ])('W25 %.40s is not there', async (path) => {
    const before = endpoint.mintCount();
    const answer = await ask(endpoint, { path });
    expect(answer.status).toBe(404);
    expect(jsonOf(answer)['error']).toBe('not_found');
    expect(endpoint.mintCount()).toBe(before);
  });

  it('N11 a query name given twice is refused, even by another spelling', async () => {
    for (const path of ['/token?room=a&room=b', '/token?room=a&r%6fom=b', '/token?x=1&x=1']) {
      const answer = await ask(endpoint, { path });
      expect(answer.status).toBe(400);
      expect(jsonOf(answer)['error']).toBe('invalid_query');
    }
  });

  it('A1 N11 no spelling gets around the Host check', async () => {
    for (const path of ['//token', '/TOKEN', '/token/', '//', '/%74oken', '/HEALTH', '*']) {
      for (const method of ['GET', 'POST', 'OPTIONS', 'HEAD']) {
        const answer = await ask(endpoint, { method, path, host: 'evil.example:{port}' });
        expect(answer.status).toBe(403);
      }
    }
  });

  it('A1 every route, the missing ones included, checks the Host', async () => {
    const before = endpoint.mintCount();
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/health'],
      ['POST', '/token'],
      ['OPTIONS', '/token'],
      ['GET', '/nope'],
    ] as const) {
      const headers = ['Accept: text/html'];
      const answer = await ask(endpoint, { method, path, headers, host: 'evil.example:{port}' });
      expect(answer.status).toBe(403);
      expect(jsonOf(answer)['message']).toEqual(expect.stringContaining('Allowed hosts'));
    }
    expect(endpoint.mintCount()).toBe(before);
  });
});

describe('N10 methods', () => {
  it.each(['DELETE', 'TRACE', 'PROPFIND', 'LOCK'])('%s is not answered', async (method) => {
    for (const path of ['/token', '/', '/health', '/api/sandbox/connection-details']) {
      const answer = await ask(endpoint, { method, path, headers: ['X-Echo: SENTINEL'] });
      expect(answer.status).toBe(405);
      expect(header(answer, 'allow')).toMatch(/^GET, HEAD/);
      expect(answer.body).not.toContain('SENTINEL');
      expect(jsonOf(answer)['error']).toBe('method_not_allowed');
    }
  });

  it('A13 /health changes nothing and takes no POST', async () => {
    for (const method of ['POST', 'PUT', 'PATCH']) {
      const answer = await ask(endpoint, { method, path: '/health' });
      expect(answer.status).toBe(405);
      expect(header(answer, 'allow')).toBe('GET, HEAD, OPTIONS');
    }
  });

  it('N10 CONNECT gets nothing', async () => {
    const answers = await endpoint.rawRequest(
      'CONNECT localhost:443 HTTP/1.1\r\nHost: localhost\r\n\r\n',
    );
    expect(answers.every(({ status }) => status >= 400)).toBe(true);
  });

  it('N10 HEAD is answered like GET, and no token is made for it', async () => {
    const before = endpoint.mintCount();
    for (const path of ['/token', '/', '/health', '/api/connection-details']) {
      const answer = await ask(endpoint, { method: 'HEAD', path });
      expect(answer.status).toBe(200);
      expect(header(answer, 'content-type')).toBe('application/json; charset=utf-8');
      expect(header(answer, 'transfer-encoding')).toBeUndefined();
    }
    expect((await ask(endpoint, { method: 'HEAD', path: '/nope' })).status).toBe(404);
    expect(endpoint.mintCount()).toBe(before);
  });

  it('N10 OPTIONS tells the methods, and * is no path', async () => {
    const token = await ask(endpoint, { method: 'OPTIONS' });
    expect(token).toMatchObject({ status: 204, body: '' });
    expect(header(token, 'allow')).toBe('GET, HEAD, POST, PUT, PATCH, OPTIONS');
    expect(header(token, 'access-control-allow-origin')).toBeUndefined();
    expect((await ask(endpoint, { method: 'OPTIONS', path: '*' })).status).toBe(404);
    expect((await ask(endpoint, { method: 'OPTIONS', path: '/nope' })).status).toBe(404);
  });

  it('A17 a WebSocket is refused with a word on where to go, another upgrade is declined', async () => {
    const before = endpoint.mintCount();
    const headers = ['Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: x'];
    for (const path of ['/', '/token']) {
      const answer = await ask(endpoint, { method: 'GET', path, headers });
      expect(answer.status).toBe(400);
      expect(jsonOf(answer)['message']).toEqual(expect.stringContaining('server_url'));
    }
    const evil = await ask(endpoint, {
      method: 'GET',
      headers: [...headers, 'Origin: https://evil.com'],
    });
    expect(evil.status).toBe(403);
    expect(endpoint.mintCount()).toBe(before);
    // Java's client offers HTTP/2 this way with every request.
    const java = await ask(endpoint, { headers: ['Upgrade: h2c', 'HTTP2-Settings: AAEAAEAA'] });
    expect(java.status).toBe(200);
  });
});

describe('R24 /health', () => {
  it('tells who answers and how it is, and nothing else', async () => {
    const answer = await ask(endpoint, { method: 'GET', path: '/health' });
    expect(jsonOf(answer)).toEqual({
      status: 'serving',
      instance_id: endpoint.instanceId,
      version: '0.0.0-test',
    });
  });

  it('may be read by a page of an allowed origin, without credentials', async () => {
    const headers = ['Origin: http://localhost:3000'];
    const answer = await ask(endpoint, { method: 'GET', path: '/health', headers });
    expect(header(answer, 'access-control-allow-origin')).toBe('http://localhost:3000');
    expect(header(answer, 'access-control-allow-credentials')).toBeUndefined();
  });

  it('leaves no line in the activity', async () => {
    const before = (await endpoint.activity()).length;
    await ask(endpoint, { method: 'GET', path: '/health' });
    expect(await endpoint.activity()).toHaveLength(before);
  });
});

describe('the activity', () => {
  it('shows a path that is not there, but not what browsers ask of every site', async () => {
    await ask(endpoint, { method: 'GET', path: '/api/tokens' });
    expect((await endpoint.activity())[0]).toMatchObject({ path: '/api/tokens', status: 404 });
    const before = (await endpoint.activity()).length;
    for (const path of ['/favicon.ico', '/apple-touch-icon-precomposed.png', '/.well-known/x']) {
      expect((await ask(endpoint, { method: 'GET', path })).status).toBe(404);
    }
    expect(await endpoint.activity()).toHaveLength(before);
  });

  it('A32 offers to allow the origin and the host that were stopped', async () => {
    await ask(endpoint, { headers: ['Origin: https://app.example.com'] });
    expect((await endpoint.activity())[0]).toMatchObject({
      outcome: 'blocked',
      error: { code: 'origin_not_allowed', rule: 'origin' },
      remedy: { kind: 'origin', value: 'https://app.example.com' },
    });
    await ask(endpoint, { host: 'abc.ngrok.app:{port}' });
    expect((await endpoint.activity())[0]).toMatchObject({
      outcome: 'blocked',
      remedy: { kind: 'host', value: 'abc.ngrok.app' },
      caller: { host: 'abc.ngrok.app', from: 'loopback' },
    });
  });
});

it('N12 Express is set so that no header decides who asks, and nothing is sent unasked', () => {
  const { app } = createEndpointApp(endpoint.ports.endpointCore(), {
    instanceId: 'i',
    version: '1',
    state: () => ({ status: 'stopped' }),
    log: () => undefined,
  });
  const settings = Object.fromEntries(
    ['trust proxy', 'etag', 'x-powered-by', 'query parser'].map((name) => [name, app.get(name)]),
  );
  expect(settings).toEqual({
    'trust proxy': false,
    etag: false,
    'x-powered-by': false,
    'query parser': 'simple',
  });
  expect(express().get('x-powered-by')).toBe(true);
});
