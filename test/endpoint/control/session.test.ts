import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sessionCodeOf } from '../../../main/contract/http-protocol.ts';
import { startControlFixture, type ControlFixture } from './control-fixture.ts';

let window: ControlFixture;
let time = 1_700_000_000_000;

beforeEach(async () => {
  time = 1_700_000_000_000;
  window = await startControlFixture(() => time);
});
afterEach(() => window.close());

async function post(
  path: string,
  headers: Record<string, string> = {},
  body?: unknown,
): Promise<{ status: number; reply: unknown; text: string }> {
  const response = await fetch(new URL(path, window.server.url), {
    method: 'POST',
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const reply: unknown = JSON.parse(text);
  return { status: response.status, reply, text };
}

function codeOf(link: string): string {
  return sessionCodeOf(new URL(link).hash) ?? '';
}

describe('signing in to the window', () => {
  it('A29 has a token of 256 bits that no two starts share', async () => {
    expect(Buffer.from(window.session.token, 'base64url')).toHaveLength(32);
    const other = await startControlFixture();
    expect(other.session.token).not.toBe(window.session.token);
    await other.close();
  });

  it.each([
    ['no token', () => ({}), ''],
    ['a wrong token', () => ({ Authorization: `Bearer ${'A'.repeat(43)}` }), ''],
    ['an empty token', () => ({ Authorization: 'Bearer ' }), ''],
    ['another scheme', () => ({ Authorization: `Basic ${window.session.token}` }), ''],
    ['the bare token', () => ({ Authorization: window.session.token }), ''],
    ['the token in a cookie', () => ({ Cookie: `token=${window.session.token}` }), ''],
    ['the token in the query', () => ({}), () => `?access_token=${window.session.token}`],
  ])('A29 refuses calls, events and links with %s', async (_what, headers, query) => {
    const suffix = typeof query === 'function' ? query() : query;
    const answers = await Promise.all([
      post(`/api/call/state.get${suffix}`, headers()),
      post(`/api/call/lan.showKey${suffix}`, headers()),
      post(`/api/session/link${suffix}`, headers()),
    ]);
    for (const { status, reply } of answers) {
      expect(status).toBe(401);
      expect(reply).toMatchObject({ ok: false, error: { code: 'unauthorized' } });
    }
    const events = await fetch(new URL(`/api/events${suffix}`, window.server.url), {
      headers: headers(),
    });
    expect(events.status).toBe(401);
    await events.text();
    expect(window.calls).toEqual([]);
  });

  it('A29 takes the token in the Authorization header', async () => {
    const { status, reply } = await post(
      '/api/call/project.remove',
      {
        Authorization: `Bearer ${window.session.token}`,
      },
      { id: 'x' },
    );
    expect([status, reply]).toEqual([200, { ok: true, value: null }]);
    expect(window.calls).toEqual([{ name: 'project.remove', input: { id: 'x' } }]);
  });

  it('A30 exchanges a code once', async () => {
    const link = window.server.newLink();
    expect(link).not.toContain(window.session.token);
    const code = codeOf(link);
    const first = await post('/api/session', {}, { code });
    expect(first.reply).toEqual({ ok: true, value: { token: window.session.token } });
    const second = await post('/api/session', {}, { code });
    expect(second.status).toBe(401);
    expect(second.reply).toMatchObject({
      error: { code: 'sign_in_code_used', message: expect.stringContaining('token-tray open') },
    });
  });

  it('A30 lets a code end after a minute', async () => {
    const early = codeOf(window.server.newLink());
    const late = codeOf(window.server.newLink());
    time += 59_999;
    expect((await post('/api/session', {}, { code: early })).status).toBe(200);
    time += 1;
    expect((await post('/api/session', {}, { code: late })).status).toBe(401);
  });

  it.each([undefined, {}, { code: '' }, { code: 7 }, { code: null }, ['code'], 'code', null])(
    'A30 gives no token for %j',
    async (body) => {
      const { status, text } = await post('/api/session', {}, body);
      expect(status).toBe(401);
      expect(text).not.toContain(window.session.token);
    },
  );

  it('A30 gives a new link to who is signed in, and the link works', async () => {
    const { reply } = await post('/api/session/link', {
      Authorization: `Bearer ${window.session.token}`,
    });
    expect(reply).toEqual({
      ok: true,
      value: { url: expect.stringContaining(`${window.server.url}#code=`), expiresInSeconds: 60 },
    });
    const url = /"url":"([^"]+)"/.exec(JSON.stringify(reply))?.[1] ?? '';
    expect((await post('/api/session', {}, { code: codeOf(url) })).status).toBe(200);
  });

  it('keeps only the newest codes, so asking without end costs no memory', async () => {
    const oldest = codeOf(window.server.newLink());
    for (let count = 0; count < 16; count += 1) window.server.newLink();
    expect((await post('/api/session', {}, { code: oldest })).status).toBe(401);
  });

  it('A7 shows no token to who is not signed in', async () => {
    window.server.newLink();
    const paths = ['/', '/index.html', '/assets/index-abc.js', '/nope', '/api/events', '/api/nope'];
    for (const path of paths) {
      const response = await fetch(new URL(path, window.server.url));
      const all = `${JSON.stringify([...response.headers])}${await response.text()}`;
      expect(all).not.toContain(window.session.token);
    }
  });
});
