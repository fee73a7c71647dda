import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createServerCheck } from '../../../main/adapters/livekit-server.ts';
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

describe('asking a LiveKit server whether it takes a token', () => {
  it('accepts a good key and secret, and sends the token as a header only', async () => {
    const server = await fakeServer();
    const check = await createServerCheck()({ url: `${server.url}/`, token: token() });
    expect(check).toEqual({
      ok: true,
      finding: 'accepted',
      message: 'The LiveKit server accepts this key and secret.',
      clockSkewSeconds: 0,
      durationMs: expect.any(Number),
    });
    expect(server.requests.map(({ target }) => target)).toEqual(['/rtc/validate']);
    expect(server.requests[0]?.headers.authorization).toMatch(/^Bearer ey/);
  });

  it('keeps a path of the URL, and asks the newer route where the older one is gone', async () => {
    const server = await fakeServer({ paths: ['/media/rtc/v1/validate'] });
    const check = await createServerCheck()({ url: `${server.url}/media`, token: token() });
    expect(check.finding).toBe('accepted');
    expect(server.requests.map(({ target }) => target)).toEqual([
      '/media/rtc/validate',
      '/media/rtc/v1/validate',
    ]);
  });

  it.each([
    ['an unknown key', 'unknown_api_key', {}, {}, 'APIother', SECRET],
    ['a wrong secret', 'wrong_secret', {}, {}, 'APIknown', 'other'],
    ['a wrong secret, older words', 'wrong_secret', { oldWords: true }, {}, 'APIknown', 'other'],
    ['a token without the right to join', 'refused', {}, { video: {} }, 'APIknown', SECRET],
    ['no identity', 'refused', {}, { sub: '' }, 'APIknown', SECRET],
    ['an identity that is too long', 'refused', {}, { sub: 'a'.repeat(257) }, 'APIknown', SECRET],
    ['an expired token', 'clock_skew', {}, { exp: 1000 }, 'APIknown', SECRET],
  ] as const)(
    'says what is wrong with %s',
    async (_what, finding, options, claims, key, secret) => {
      const server = await fakeServer(options);
      const sent = token(claims, key, secret);
      const check = await createServerCheck()({ url: server.url, token: sent });
      expect(check).toMatchObject({ ok: false, finding });
      expect(check.message).not.toContain(sent.slice(0, 20));
      expect(check.message).toMatch(/^[A-Z].*\S$/);
    },
  );

  it('N4 repeats no token although the server does', async () => {
    const server = await fakeServer({
      intercept: (request, response) => {
        const sent = (request.headers.authorization ?? '').slice('Bearer '.length);
        response.writeHead(401).end(`invalid token: ${sent}, error: something\nnew ${sent}`);
        return true;
      },
    });
    const sent = token();
    const check = await createServerCheck()({ url: server.url, token: sent });
    expect(check).toMatchObject({ ok: false, finding: 'refused' });
    for (const part of sent.split('.')) expect(check.message).not.toContain(part);
    expect(check.message).not.toContain('\n');
  });

  it('takes a server that does not create rooms for a good one, and says so', async () => {
    const server = await fakeServer({ autoCreate: false });
    const check = await createServerCheck()({ url: server.url, token: token() });
    expect(check).toMatchObject({ ok: true, finding: 'accepted' });
    expect(check.message).toContain('does not create rooms');
  });

  it.each([
    ['an hour behind ours', -3600, 'clock_skew', false, 3600],
    ['an hour ahead of ours', 3600, 'clock_skew', false, -3600],
    ['45 s behind ours', -45, 'accepted', true, 45],
    ['10 s behind ours', -10, 'accepted', true, 10],
  ])('R18 tells that the clock of the server is %s', async (_what, offset, finding, ok, skew) => {
    const server = await fakeServer({ clockOffsetSeconds: offset });
    const check = await createServerCheck()({ url: server.url, token: token() });
    expect(check).toMatchObject({ ok, finding });
    expect(check.clockSkewSeconds).toBeGreaterThanOrEqual(skew - 1);
    expect(check.clockSkewSeconds).toBeLessThanOrEqual(skew + 1);
    expect(/apart/.test(check.message)).toBe(Math.abs(offset) > 30);
  });

  it.each([
    ['a page for people', 200, '<!doctype html><title>Hello</title>'],
    ['a page that is not there', 404, 'Not found'],
    ['a server error', 500, 'boom'],
  ])('tells another web server by %s', async (_what, status, text) => {
    const server = await fakeServer({
      intercept: (_request, response) => {
        response.writeHead(status).end(text);
        return true;
      },
    });
    const check = await createServerCheck()({ url: server.url, token: token() });
    expect(check).toMatchObject({ ok: false, finding: 'not_livekit' });
    expect(check.message).toContain(`status ${status}`);
  });

  it('does not follow a redirect with the token', async () => {
    const target = await fakeServer();
    const server = await fakeServer({
      intercept: (_request, response) => {
        response.writeHead(302, { Location: target.url.replace('ws:', 'http:') }).end();
        return true;
      },
    });
    const check = await createServerCheck()({ url: server.url, token: token() });
    expect(check.finding).toBe('not_livekit');
    expect(target.requests).toEqual([]);
  });

  it('tells a server that is full from one that refuses', async () => {
    const server = await fakeServer({
      intercept: (_request, response) => {
        response.writeHead(503).end('limit exceeded');
        return true;
      },
    });
    const check = await createServerCheck()({ url: server.url, token: token() });
    expect(check).toMatchObject({ ok: false, finding: 'refused' });
    expect(check.message).toContain('Try again');
  });

  it('says that nothing listens', async () => {
    const server = await startFakeLiveKitServer();
    await server.close();
    const check = await createServerCheck()({ url: server.url, token: token() });
    expect(check).toMatchObject({ ok: false, finding: 'unreachable' });
    expect(check.message).toContain('livekit-server --dev');
  });

  it('does not wait longer than its limit, for the head or for an endless body', async () => {
    const silent = await fakeServer({ intercept: () => true });
    const check = await createServerCheck({ timeLimit: 200 })({ url: silent.url, token: token() });
    expect(check).toMatchObject({ ok: false, finding: 'unreachable' });
    expect(check.message).toContain('did not answer within');

    const endless = await fakeServer({
      intercept: (_request, response) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write('x'.repeat(1024)), 1);
        response.on('close', () => {
          clearInterval(timer);
        });
        return true;
      },
    });
    const other = await createServerCheck({ timeLimit: 5_000 })({
      url: endless.url,
      token: token(),
    });
    expect(other.finding).toBe('not_livekit');
    expect(other.durationMs).toBeLessThan(4_000);
  });

  it('says that the port does not speak TLS', async () => {
    const server = await fakeServer();
    const check = await createServerCheck()({
      url: server.url.replace('ws:', 'wss:'),
      token: token(),
    });
    expect(check).toMatchObject({ ok: false, finding: 'unreachable' });
    expect(check.message).toContain('TLS');
  });

  it('says that there is no such host', async () => {
    const check = await createServerCheck()({ url: 'wss://nowhere.invalid', token: token() });
    expect(check).toMatchObject({ ok: false, finding: 'unreachable' });
  });

  it.each(['', 'kitchen', 'ftp://a.example', 'file:///etc/passwd'])(
    'does not ask anyone about %j',
    async (url) => {
      const check = await createServerCheck()({ url, token: token() });
      expect(check).toMatchObject({ ok: false, finding: 'unreachable', durationMs: 0 });
    },
  );
});
