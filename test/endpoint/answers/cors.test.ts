import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEndpoint, type TestEndpoint } from '../../fixtures/endpoint.ts';
import type { WireAnswer } from '../../fixtures/wire-answer.ts';
import { ask, header, json, testEndpoint } from '../ask.ts';

const PAGE = 'http://localhost:3000';
const VARY = 'Accept, Origin, Accept-Encoding';
const PATHS = ['/', '/token', '/health', '/nope', '/api/sandbox/connection-details'];

let endpoint: TestEndpoint;

beforeAll(async () => {
  endpoint = await startEndpoint();
});
afterAll(() => endpoint.close());

function corsOf(answer: WireAnswer): Record<string, string> {
  return Object.fromEntries(
    [...answer.headers]
      .filter(([name]) => name.startsWith('access-control-') || name === 'vary')
      .map(([name, values]) => [name, values.join(', ')]),
  );
}

const preflight = (origin: string, ...more: string[]): Promise<WireAnswer> =>
  ask(endpoint, {
    method: 'OPTIONS',
    headers: [`Origin: ${origin}`, 'Access-Control-Request-Method: POST', ...more],
  });

describe('preflights', () => {
  it('W23 A14 tells an allowed page what it may send', async () => {
    const answer = await preflight(
      PAGE,
      'Access-Control-Request-Headers: content-type, authorization, x-sandbox-id, x-any',
    );
    expect(answer).toMatchObject({ status: 204, body: '' });
    expect(header(answer, 'content-length')).toBeUndefined();
    expect(corsOf(answer)).toEqual({
      'access-control-allow-origin': PAGE,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET,POST,PUT,PATCH,OPTIONS',
      'access-control-allow-headers': 'content-type, authorization, x-sandbox-id, x-any',
      'access-control-max-age': '600',
      'access-control-expose-headers':
        'X-Request-Id, X-Token-Tray-Error, X-Token-Tray-Ignored, X-Token-Tray-Identity, X-Token-Tray-Trouble, X-Token-Tray-Drill, WWW-Authenticate, Retry-After',
      vary: VARY,
    });
  });

  it('A14 names the usual headers to one that names none, or none that can be read', async () => {
    const usual = 'authorization,content-type,x-sandbox-id';
    expect(header(await preflight(PAGE), 'access-control-allow-headers')).toBe(usual);
    const odd = await preflight(PAGE, 'Access-Control-Request-Headers: a b, "c"');
    expect(header(odd, 'access-control-allow-headers')).toBe(usual);
  });

  it('A14 tells a denied page nothing', async () => {
    for (const origin of ['https://evil.com', 'null']) {
      const answer = await preflight(origin, 'Access-Control-Request-Headers: content-type');
      expect(answer.status).toBe(403);
      expect(corsOf(answer)).toEqual({ vary: VARY });
    }
  });

  it('A16 a request for private network access changes nothing', async () => {
    const asked = 'Access-Control-Request-Private-Network: true';
    for (const origin of [PAGE, 'https://evil.com']) {
      const [plain, withIt] = [await preflight(origin), await preflight(origin, asked)];
      expect(withIt.status).toBe(plain.status);
      expect(corsOf(withIt)).toEqual(corsOf(plain));
    }
  });

  it.each(PATHS)('W23 passes at %s, so that the page can read what comes then', async (path) => {
    const answer = await ask(endpoint, {
      method: 'OPTIONS',
      path,
      headers: [`Origin: ${PAGE}`, 'Access-Control-Request-Method: POST'],
    });
    expect(answer.status).toBe(204);
    expect(header(answer, 'access-control-allow-origin')).toBe(PAGE);
  });
});

describe('answers', () => {
  it.each([
    ['a token', {}, 200],
    ['a bad field', json({ room_name: 1 }), 400],
    ['a body that breaks off', json('{'), 400],
    ['an unknown preset', { path: '/token?preset=nope' }, 404],
    ['a missing route', { path: '/nope' }, 404],
    ['a wrong method', { method: 'DELETE' }, 405],
    ['a compressed body', { headers: ['Content-Encoding: gzip'], body: 'x' }, 415],
  ] as const)('W23 %s can be read by the page that asked', async (_what, options, status) => {
    const headers = [...('headers' in options ? options.headers : []), `Origin: ${PAGE}`];
    const answer = await ask(endpoint, { ...options, headers });
    expect(answer.status).toBe(status);
    expect(header(answer, 'access-control-allow-origin')).toBe(PAGE);
    expect(header(answer, 'vary')).toBe(VARY);
  });

  it('W23 a body that is too large, too', async () => {
    const [answer] = await endpoint.rawRequest(
      `POST /token HTTP/1.1\r\nHost: localhost\r\nOrigin: ${PAGE}\r\nContent-Length: 9999999\r\n\r\n`,
    );
    if (answer === undefined) throw new Error('No answer.');
    expect(answer.status).toBe(413);
    expect(header(answer, 'access-control-allow-origin')).toBe(PAGE);
  });

  it.each([
    ['a foreign name in Host', { host: 'evil.example' }, 403],
    ['an expectation', { headers: ['Expect: more'] }, 417],
    ['a prefetch', { headers: ['Sec-Purpose: prefetch'] }, 403],
    ['the target of a proxy', { path: 'http://localhost/token' }, 400],
  ] as const)(
    'W23 a refusal before the page is looked at, too: %s',
    async (_what, options, status) => {
      const asking = 'headers' in options ? options.headers : [];
      const read = await ask(endpoint, { ...options, headers: [...asking, `Origin: ${PAGE}`] });
      expect([read.status, header(read, 'access-control-allow-origin')]).toEqual([status, PAGE]);
      expect(header(read, 'access-control-allow-credentials')).toBeUndefined();
      const foreign = ['Origin: https://evil.com', 'Origin: http://evil.example'];
      for (const origin of foreign) {
        const answer = await ask(endpoint, { ...options, headers: [...asking, origin] });
        expect([answer.status, header(answer, 'access-control-allow-origin')]).toEqual([
          status,
          undefined,
        ]);
      }
    },
  );

  it('A15 no answer allows every origin, and credentials are allowed for one origin, on token routes only', async () => {
    for (const path of PATHS) {
      for (const method of ['GET', 'POST', 'OPTIONS', 'DELETE']) {
        for (const origin of [undefined, PAGE, 'https://evil.com', 'null', '*']) {
          const headers = origin === undefined ? [] : [`Origin: ${origin}`];
          const answer = await ask(endpoint, { method, path, headers });
          const allowed = header(answer, 'access-control-allow-origin');
          expect(allowed).toBe(origin === PAGE ? PAGE : undefined);
          const withCredentials = allowed !== undefined && path !== '/health' && path !== '/nope';
          expect(header(answer, 'access-control-allow-credentials')).toBe(
            withCredentials ? 'true' : undefined,
          );
        }
      }
    }
  });

  it('A8 null is answered once its switch is on, and then by that word', async () => {
    const open = await testEndpoint({ server: { dangerouslyAllowNullOrigin: true } });
    const answer = await ask(open, { headers: ['Origin: null'] });
    expect(answer.status).toBe(200);
    expect(header(answer, 'access-control-allow-origin')).toBe('null');
  });

  it('A8 A21 a configured origin and a configured host are answered as soon as they are set', async () => {
    const own = await testEndpoint();
    const { revision } = own.tokenTray.snapshot();
    expect((await ask(own, { headers: ['Origin: https://a.example'] })).status).toBe(403);
    expect((await ask(own, { host: 'abc.ngrok.app' })).status).toBe(403);
    await own.call('settings.update', {
      revision,
      changes: {
        server: { allowedOrigins: ['https://a.example'], allowedHosts: ['abc.ngrok.app'] },
      },
    });
    expect((await ask(own, { headers: ['Origin: https://a.example'] })).status).toBe(200);
    expect((await ask(own, { headers: ['Origin: https://b.example'] })).status).toBe(403);
    expect((await ask(own, { host: 'abc.ngrok.app' })).status).toBe(200);
    expect((await ask(own, { host: 'abd.ngrok.app' })).status).toBe(403);
  });
});
