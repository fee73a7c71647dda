import { createHmac } from 'node:crypto';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createAskServer } from '../../../main/adapters/livekit/livekit-server.ts';
import { selfSignedCertificate } from '../../fixtures/self-signed-certificate.ts';
import {
  startFakeLiveKitServer,
  type FakeLiveKitOptions,
} from '../../fixtures/fake-livekit-server.ts';

const SECRET = 'sentinel-secret-of-the-fake-server-000001';
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function fakeServer(options: FakeLiveKitOptions = {}) {
  const server = await startFakeLiveKitServer({ keys: { APIknown: SECRET }, ...options });
  closers.push(() => server.close());
  return server;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function token(changes: Record<string, unknown> = {}, key = 'APIknown', secret = SECRET): string {
  const now = Math.floor(Date.now() / 1000);
  const body = `${encode({ alg: 'HS256' })}.${encode({
    iss: key,
    sub: 'amy',
    nbf: now,
    exp: now + 60,
    video: { roomJoin: true, room: 'kitchen' },
    ...changes,
  })}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

const ask = createAskServer();

async function opened(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has such an address
  return (server.address() as AddressInfo).port;
}

function answering(
  status: number,
  text: string,
  headers: Record<string, string> = {},
): Promise<Awaited<ReturnType<typeof fakeServer>>> {
  return fakeServer({
    intercept: (_request, response) => {
      response.writeHead(status, headers).end(text);
      return true;
    },
  });
}

describe('asking a LiveKit server whether it takes a token', () => {
  it('accepts a good one, and sends it as a header only', async () => {
    const server = await fakeServer();
    const answer = await ask({ url: `${server.url}/`, token: token() });
    expect(answer).toEqual({ clockOffsetSeconds: 0, durationMs: expect.any(Number) });
    expect(server.requests.map(({ target }) => target)).toEqual(['/rtc/validate']);
    expect(server.requests[0]?.headers.authorization).toMatch(/^Bearer ey/);
  });

  it('D56: takes an http URL as ws', async () => {
    const server = await fakeServer();
    const answer = await ask({ url: server.url.replace('ws:', 'http:'), token: token() });
    expect(answer.cause).toBeUndefined();
  });

  it('asks the newer route where the older one is gone', async () => {
    const server = await fakeServer({ paths: ['/rtc/v1/validate'] });
    const answer = await ask({ url: server.url, token: token() });
    expect(answer.cause).toBeUndefined();
    expect(server.requests.map(({ target }) => target)).toEqual([
      '/rtc/validate',
      '/rtc/v1/validate',
    ]);
  });

  it.each([
    ['an unknown key', 'unknown_api_key', {}, {}, 'APIother', SECRET],
    ['a wrong secret', 'wrong_secret', {}, {}, 'APIknown', 'other'],
    ['a wrong secret, older words', 'wrong_secret', { oldWords: true }, {}, 'APIknown', 'other'],
    ['a token without the right to join', 'no_room_join', {}, { video: {} }, 'APIknown', SECRET],
    ['no identity', 'no_identity', {}, { sub: '' }, 'APIknown', SECRET],
    ['a long identity', 'identity_too_long', {}, { sub: 'a'.repeat(257) }, 'APIknown', SECRET],
    ['an expired token', 'token_expired', {}, { exp: 1000 }, 'APIknown', SECRET],
  ] as const)('names the cause of %s', async (_what, code, options, claims, key, secret) => {
    const server = await fakeServer(options);
    const sent = token(claims, key, secret);
    const { cause } = await ask({ url: server.url, token: sent });
    expect(cause?.code).toBe(code);
    expect(JSON.stringify(cause)).not.toContain(sent.slice(0, 20));
  });

  it.each<[string, number, string, string]>([
    ['D9', 401, 'no permissions to access the room', 'no_video_grant'],
    ['D18', 401, 'invalid authorization token', 'token_malformed'],
    ['D22', 401, 'error: json: cannot unmarshal string into Go value of type bool', 'claim_type'],
    ['D25', 401, 'error: proto: (line 1:2): unknown field "nope"', 'room_config_invalid'],
    ['D13', 400, 'no room name', 'no_room'],
    ['D17', 400, 'room name length exceeds limits: max length 20', 'room_name_too_long'],
    ['D31', 503, 'node has exceeded its configured limit', 'server_at_limit'],
    ['D32', 431, '431 Request Header Fields Too Large', 'token_too_large'],
    ['D62', 404, '<!doctype html><title>Nothing here</title>', 'not_livekit'],
    ['D62', 200, '<!doctype html><title>Hello</title>', 'not_livekit'],
    ['D63', 502, '<html>Bad Gateway</html>', 'bad_gateway'],
    ['D64', 403, '<html>Forbidden</html>', 'proxy_refused'],
    ['D64', 503, 'no healthy upstream', 'bad_gateway'],
    ['', 500, 'could not start session', 'server_error'],
    ['', 500, '<html>Internal error</html>', 'not_livekit'],
    ['', 429, 'too many requests', 'server_at_limit'],
    ['D63', 521, 'error code: 521', 'bad_gateway'],
    ['D60', 400, 'Client sent an HTTP request to an HTTPS server.', 'plain_expected_tls_found'],
    [
      'D60',
      400,
      "<html>Reason: You're speaking plain HTTP to an SSL-enabled server port.</html>",
      'plain_expected_tls_found',
    ],
    ['D60', 400, 'The plain HTTP request was sent to HTTPS port', 'plain_expected_tls_found'],
  ])('%s: status %i with these words is its own cause (%s)', async (_row, status, text, code) => {
    const server = await answering(status, text);
    const { cause } = await ask({ url: server.url, token: token() });
    expect(cause?.code).toBe(code);
  });

  it('never repeats the token of a refusal, whatever is around it', async () => {
    const server = await fakeServer({
      intercept: (request, response) => {
        const sent = (request.headers.authorization ?? '').slice('Bearer '.length);
        response.writeHead(401).end(`invalid token: ${sent}, error: something\nnew ${sent}`);
        return true;
      },
    });
    const sent = token();
    const { cause } = await ask({ url: server.url, token: sent });
    expect(cause?.code).toBe('refused');
    for (const part of sent.split('.')) expect(JSON.stringify(cause)).not.toContain(part);
    expect(cause?.sentence).not.toContain('\n');
  });

  it('D28: says that the room is missing where a server creates none', async () => {
    const server = await fakeServer({ autoCreate: false });
    const answer = await ask({ url: server.url, token: token() });
    expect(answer).toMatchObject({ roomMissing: true });
    expect(answer.cause).toBeUndefined();
  });

  it('D57: names a path in the URL of a right server', async () => {
    const server = await fakeServer();
    const { cause } = await ask({ url: `${server.url}/rtc`, token: token() });
    expect(cause).toMatchObject({
      code: 'url_has_path',
      sentence: expect.stringContaining('/rtc'),
    });
    expect(cause?.fix).toContain(server.url);
  });

  it('takes a server that is served below a path', async () => {
    for (const paths of [['/media/rtc/validate'], ['/media/rtc/validate', '/rtc/validate']]) {
      const server = await fakeServer({ paths });
      const { cause } = await ask({ url: `${server.url}/media`, token: token() });
      expect(cause).toBeUndefined();
    }
  });

  it('D65: does not follow a redirect with the token', async () => {
    const target = await fakeServer();
    const location = target.url.replace('ws:', 'http:');
    const server = await answering(301, '', { Location: location });
    const { cause } = await ask({ url: server.url, token: token() });
    expect(cause).toMatchObject({
      code: 'redirected',
      sentence: expect.stringContaining(location),
    });
    expect(target.requests).toEqual([]);
  });

  it('D53: says that nothing listens', async () => {
    const server = await startFakeLiveKitServer();
    await server.close();
    const { cause } = await ask({ url: server.url, token: token() });
    expect(cause?.code).toBe('connection_refused');
  });

  it('D54: waits no longer than its limit, for the head or for an endless body', async () => {
    const silent = await fakeServer({ intercept: () => true });
    const quick = createAskServer({ timeLimitMs: 200 });
    expect((await quick({ url: silent.url, token: token() })).cause?.code).toBe('timeout');

    const endless = await fakeServer({
      intercept: (_request, response) => {
        response.writeHead(200);
        const pump = (): void => {
          while (!response.destroyed && response.write('x'.repeat(1024)));
        };
        response.on('drain', pump);
        pump();
        return true;
      },
    });
    const { cause } = await ask({ url: endless.url, token: token() });
    expect(cause?.code).toBe('not_livekit');
  });

  it('D55: says that there is no such host', async () => {
    const { cause } = await ask({ url: 'wss://nowhere.invalid', token: token() });
    expect(cause?.code).toBe('unknown_host');
  });

  it.each(['', 'my-app.livekit.cloud', 'localhost:7880'])(
    'D58: does not ask anyone about a URL without a scheme: %j',
    async (url) => {
      const { cause } = await ask({ url, token: token() });
      expect(cause?.code).toBe('url_no_scheme');
    },
  );

  it.each(['ftp://a.example', 'file:///etc/passwd'])(
    'does not ask anyone about %j',
    async (url) => {
      expect((await ask({ url, token: token() })).cause?.code).toBe('url_invalid');
    },
  );

  it('D59: says that the port does not speak TLS', async () => {
    const server = await fakeServer();
    const { cause } = await ask({ url: server.url.replace('ws:', 'wss:'), token: token() });
    expect(cause?.code).toBe('tls_expected_plain_found');
  });

  it('D60, D61: tells TLS under ws:// from a certificate that is not trusted', async () => {
    const server = createTlsServer(selfSignedCertificate(), (_request, response) => {
      response.end('success');
    });
    const port = await opened(server);
    const plain = await ask({ url: `ws://127.0.0.1:${port}`, token: token() });
    expect(plain.cause?.code).toBe('plain_expected_tls_found');
    const tls = await ask({ url: `wss://127.0.0.1:${port}`, token: token() });
    expect(tls.cause).toMatchObject({
      code: 'certificate_untrusted',
      sentence: expect.stringContaining('SELF_SIGNED'),
    });
  });

  it.each([
    ['handshake failure', 40],
    ['unrecognized name', 112],
    ['internal error, as of a server without a certificate', 80],
  ])('does not call a port plain that refuses the TLS handshake: %s', async (_, alert) => {
    const port = await opened(
      createTcpServer((socket) => {
        socket.on('error', () => {});
        socket.once('data', () => {
          socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, alert]));
        });
      }),
    );
    const { cause } = await ask({ url: `wss://127.0.0.1:${port}`, token: token() });
    expect(cause?.code).toBe('tls_failed');
  });

  it('D67: names a port that closes the connection', async () => {
    const port = await opened(
      createTcpServer((socket) => {
        socket.on('error', () => {});
        socket.resetAndDestroy();
      }),
    );
    const { cause } = await ask({ url: `ws://127.0.0.1:${port}`, token: token() });
    expect(cause?.code).toBe('connection_reset');
  });
});
