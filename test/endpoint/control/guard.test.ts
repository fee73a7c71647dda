import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SENTINEL, startControlFixture, type ControlFixture } from './control-fixture.ts';
import { rawHttp, type RawAnswer } from './raw-http.ts';

let window: ControlFixture;

beforeAll(async () => {
  window = await startControlFixture();
});
afterAll(() => window.close());
beforeEach(() => {
  window.calls.length = 0;
});

function ask(line: string, headers: readonly string[], body = ''): Promise<RawAnswer> {
  const head = [
    `${line} HTTP/1.1`,
    ...headers,
    ...(body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
    'Connection: close',
  ];
  return rawHttp(window.port, `${head.join('\r\n')}\r\n\r\n${body}`);
}

const bearer = (): string => `Authorization: Bearer ${window.session.token}`;

describe('who may talk to the window', () => {
  it.each([
    'GET /',
    'GET /index.html',
    'GET /assets/index-abc.js',
    'GET /nope',
    'GET /api/events',
    'POST /api/call/state.get',
    'POST /api/session',
    'POST /api/session/link',
    'OPTIONS /api/call/state.get',
  ])('A1 refuses a foreign Host on %s, even with the token', async (line) => {
    const answer = await ask(line, [`Host: evil.example:${window.port}`, bearer()]);
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body)).toMatchObject({
      ok: false,
      error: { code: 'window_host_not_allowed', message: expect.stringContaining('127.0.0.1') },
    });
    expect(window.calls).toEqual([]);
  });

  it.each([
    'localhost',
    'LOCALHOST',
    'localhost.',
    'app.localhost',
    '127.0.0.1',
    '127.0.0.2',
    '[::1]',
  ])('A3 answers by the name %s', async (host) => {
    expect((await ask('GET /', [`Host: ${host}:${window.port}`])).status).toBe(200);
  });

  it.each([
    ['127.0.0.1.evil.com', 403],
    ['localhost.evil.com', 403],
    ['127.0.0.1.nip.io', 403],
    ['0.0.0.0', 403],
    ['[::]', 403],
    ['10.0.2.2', 403],
    ['192.168.1.20', 403],
    ['host.docker.internal', 403],
    ['localhost@evil.com', 400],
    ['localhost:80:90', 400],
    ['[::1', 400],
    ['a b', 400],
    ['', 400],
    ['localhost..', 400],
    ['.localhost.', 400],
    ['..localhost', 400],
  ])('A3 refuses the name %j', async (host, status) => {
    expect((await ask('GET /', [`Host: ${host}`])).status).toBe(status);
  });

  it('A5 refuses a request with two Host lines, and one with none', async () => {
    const two = await ask('GET /', ['Host: localhost', 'Host: evil.com']);
    expect(two.status).toBe(400);
    const none = await rawHttp(window.port, 'GET / HTTP/1.0\r\n\r\n');
    expect(none.status).toBe(400);
  });

  it('A6 refuses a target that names a host of its own', async () => {
    const answer = await ask('GET http://evil.com/', ['Host: localhost']);
    expect(answer.status).toBe(400);
  });

  it.each([
    'http://localhost:3000',
    'https://127.0.0.1',
    'null',
    'http://evil.example',
    'file://',
    '',
  ])('A8 refuses the Origin %j on a call with the right token', async (origin) => {
    const answer = await ask('POST /api/call/state.get', [
      `Host: 127.0.0.1:${window.port}`,
      `Origin: ${origin}`,
      bearer(),
    ]);
    expect(answer.status).toBe(403);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    expect(window.calls).toEqual([]);
  });

  it('A8 takes its own Origin', async () => {
    const answer = await ask('POST /api/call/state.get', [
      `Host: 127.0.0.1:${window.port}`,
      `Origin: http://127.0.0.1:${window.port}`,
      bearer(),
    ]);
    expect(answer.status).toBe(200);
    expect(window.calls).toEqual([{ name: 'state.get', input: undefined }]);
  });

  it.each([
    ['a script', 'no-cors', 'script', 403],
    ['a frame', 'navigate', 'iframe', 403],
    ['a fetch', 'cors', 'empty', 403],
    ['a link', 'navigate', 'document', 200],
  ])('A12 meets %s of another site as it should', async (_what, mode, dest, status) => {
    const answer = await ask('GET /', [
      'Host: localhost',
      'Sec-Fetch-Site: cross-site',
      `Sec-Fetch-Mode: ${mode}`,
      `Sec-Fetch-Dest: ${dest}`,
    ]);
    expect(answer.status).toBe(status);
  });

  it.each(['Sec-Purpose: prefetch;prerender', 'Purpose: prefetch', 'X-Moz: prefetch'])(
    'A12 refuses a load ahead of time: %s',
    async (line) => {
      const answer = await ask('GET /', ['Host: localhost', 'Sec-Fetch-Site: none', line]);
      expect([answer.status, answer.headers['x-token-tray-error']]).toEqual([
        403,
        'speculative_load',
      ]);
    },
  );

  it.each([
    ['http://evil.test/', 403],
    ['http://localhost:3000/', 403],
    ['about:blank', 403],
    ['{own}/index.html', 200],
    ['', 200],
  ])('A12 meets the Referer %j as it should', async (referer, status) => {
    const host = `127.0.0.1:${window.port}`;
    const line = `Referer: ${referer.replace('{own}', `http://${host}`)}`;
    expect((await ask('GET /assets/index-abc.js', [`Host: ${host}`, line])).status).toBe(status);
  });

  it.each([
    ['a foreign Host', 'GET / HTTP/1.1\r\nHost: evil.com\r\n\r\n'],
    ['a path that is not there', 'GET /nope HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['a call without the token', 'POST /api/call/a HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['an unknown expectation', 'GET / HTTP/1.1\r\nHost: localhost\r\nExpect: x\r\n\r\n'],
  ])('R13 serves nothing behind %s', async (_what, refused) => {
    const good = `POST /api/call/state.get HTTP/1.1\r\nHost: localhost\r\n${bearer()}\r\n\r\n`;
    const { all } = await rawHttp(window.port, refused + good);
    expect(all.match(/HTTP\/1\.1 \d/g)).toEqual(['HTTP/1.1 4']);
    expect(window.calls).toEqual([]);
  });

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH'])(
    'A13 answers no call by %s',
    async (method) => {
      const answer = await ask(`${method} /api/call/token.clear`, ['Host: localhost', bearer()]);
      expect([answer.status, answer.headers['allow']]).toEqual([405, 'POST']);
      expect(window.calls).toEqual([]);
    },
  );

  it.each([
    ['POST', '/', 'GET, HEAD'],
    ['DELETE', '/api/events', 'GET'],
    ['GET', '/api/session', 'POST'],
    ['GET', '/api/session/link', 'POST'],
    ['TRACE', '/', 'GET, HEAD'],
  ])('N10 tells %s on %s what is allowed', async (method, path, allow) => {
    const answer = await ask(`${method} ${path}`, ['Host: localhost', bearer()]);
    expect([answer.status, answer.headers['allow']]).toEqual([405, allow]);
    expect(answer.all).not.toContain(window.session.token);
  });

  it('A15 sends no CORS header, whatever is asked', async () => {
    const answers = await Promise.all(
      ['http://evil.example', `http://localhost:${window.port}`].map((origin) =>
        ask('OPTIONS /api/call/state.get', [
          `Host: localhost:${window.port}`,
          `Origin: ${origin}`,
          'Access-Control-Request-Method: POST',
          'Access-Control-Request-Private-Network: true',
          bearer(),
        ]),
      ),
    );
    for (const answer of answers) {
      expect(
        Object.keys(answer.headers).filter((name) => name.startsWith('access-control')),
      ).toEqual([]);
    }
  });

  it.each(['/', '/api/events', '/api/call/state.get'])(
    'A17 refuses to upgrade %s',
    async (path) => {
      const answer = await ask(`GET ${path}`, [
        'Host: localhost',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        bearer(),
      ]);
      expect(answer.status).toBe(400);
    },
  );

  it('A18 listens on the loopback address alone', () => {
    expect(window.server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  it('A31 N8 cannot be framed, loads nothing from elsewhere and upgrades nothing', async () => {
    const answer = await ask('GET /', ['Host: localhost']);
    expect(answer.headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
      'x-request-id': expect.stringMatching(/^req-[0-9a-f]{12}$/),
    });
    expect(answer.headers).not.toHaveProperty('strict-transport-security');
    expect(answer.headers).not.toHaveProperty('x-powered-by');
    expect(answer.headers).not.toHaveProperty('etag');
  });

  it.each([
    '/.hidden',
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2f..%2fetc%2fpasswd',
    '/%00',
  ])('N11 gives no file outside the window for %s', async (path) => {
    const answer = await ask(`GET ${path}`, ['Host: localhost']);
    expect([400, 403, 404]).toContain(answer.status);
    expect(answer.all).not.toContain(SENTINEL);
    expect(JSON.parse(answer.body)).toMatchObject({ ok: false });
  });

  it('N1 answers a path that cannot be decoded as JSON', async () => {
    const answer = await ask('POST /api/call/%zz', ['Host: localhost', bearer()]);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({ ok: false });
  });

  it.each([
    ['what is no HTTP', 'hello\r\n\r\n', 400],
    [
      'a head of 20 kB',
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
    ],
    [
      'two lengths',
      'POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      400,
    ],
  ])('R13 answers %s as JSON and hangs up', async (_what, text, status) => {
    const answer = await rawHttp(window.port, text);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ ok: false });
  });
});
