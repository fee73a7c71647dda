import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEndpoint, type TestEndpoint } from '../fixtures/endpoint.ts';
import { ask, claimsOf, header, jsonOf, type AskOptions } from './ask.ts';

let endpoint: TestEndpoint;
let mintedBefore = 0;

beforeAll(async () => {
  endpoint = await startEndpoint();
});
afterAll(() => endpoint.close());
beforeEach(() => {
  mintedBefore = endpoint.mintCount();
});

const minted = (): number => endpoint.mintCount() - mintedBefore;

async function expectToken(options: AskOptions): Promise<void> {
  const answer = await ask(endpoint, options);
  expect(answer.status).toBe(200);
  expect(claimsOf(answer)).toMatchObject({ iss: 'devkey' });
  expect(minted()).toBe(1);
}

/** Stopped before anything is minted, by a JSON error that holds nothing of a token. */
async function expectStopped(options: AskOptions, status: number): Promise<void> {
  const answer = await ask(endpoint, options);
  expect(answer.status).toBe(status);
  expect(header(answer, 'content-type')).toBe('application/json; charset=utf-8');
  expect(jsonOf(answer)).toMatchObject({ error: expect.any(String), message: expect.any(String) });
  expect(answer.body).not.toMatch(/server_?url|token"|<html/i);
  expect(header(answer, 'access-control-allow-origin')).toBeUndefined();
  expect(answer.closed).toBe(true);
  expect(minted()).toBe(0);
}

describe('A3 a Host that is this machine, or an address, gets a token', () => {
  it.each([
    'localhost',
    'LOCALHOST',
    'localhost.',
    'app.localhost',
    '127.0.0.1',
    '127.0.0.2',
    '[::1]',
    '10.0.2.2',
    '10.0.3.2',
    '192.168.1.20',
    'host.docker.internal',
  ])('%s', (host) => expectToken({ host: `${host}:{port}` }));
});

describe('A3 a Host that only looks like it is stopped', () => {
  it.each([
    ['127.0.0.1.evil.com:{port}', 403],
    ['localhost.evil.com:{port}', 403],
    ['127.0.0.1.nip.io:{port}', 403],
    ['0.0.0.0:{port}', 403],
    ['[::]:{port}', 403],
    ['localhost@evil.com:{port}', 400],
    ['localhost:{port}:90', 400],
    ['[::1', 400],
    ['local host:{port}', 400],
    ['', 400],
    // The same hosts in spellings that only a URL parser sees through.
    ['0:{port}', 403],
    ['0x0.0:{port}', 403],
    ['[::ffff:0.0.0.0]:{port}', 403],
    ['localhost:99999', 400],
    ['localhost/token:{port}', 400],
    ['localhost%2e:{port}', 400],
  ] as const)('"%s"', (host, status) => expectStopped({ host }, status));

  it('a name with NUL, which is no HTTP', async () => {
    const [answer] = await endpoint.rawRequest('POST /token HTTP/1.1\r\nHost: local\0host\r\n\r\n');
    expect(answer).toMatchObject({ status: 400, closed: true });
    expect(minted()).toBe(0);
  });
});

const GOOD_ORIGINS = [
  'http://localhost:3000',
  'http://localhost:8081',
  'https://localhost',
  'http://127.0.0.1:5173',
  'http://[::1]:5173',
  'http://app.localhost:3000',
  'capacitor://localhost',
  'ionic://localhost',
  'tauri://localhost',
  'http://tauri.localhost',
  'file://',
];

const BAD_ORIGINS = [
  'null',
  'https://evil.com',
  'http://localhost.evil.com',
  'https://localhost.evil',
  'http://127.0.0.1.evil.com',
  'http://8.8.8.8',
  'http://192.168.1.66:8000',
  'chrome-extension://x',
  'http://localhost:3000, http://localhost:8081',
  'HTTP://LOCALHOST:3000',
  'http://localhost:3000/',
  '',
  'http://localhost:3000@evil.com',
  'http://<img src=x onerror=alert(1)>',
];

describe('A8 a page of an allowed origin gets a token that it alone may read', () => {
  it.each(GOOD_ORIGINS)('%s', async (origin) => {
    const answer = await ask(endpoint, { headers: [`Origin: ${origin}`] });
    expect(answer.status).toBe(200);
    expect(header(answer, 'access-control-allow-origin')).toBe(origin);
    expect(header(answer, 'vary')).toBe('Accept, Origin, Accept-Encoding');
    expect(minted()).toBe(1);
  });
});

describe('A8 A9 a page of any other origin is stopped before anything is minted', () => {
  it.each(BAD_ORIGINS)('"%s"', (origin) => expectStopped({ headers: [`Origin: ${origin}`] }, 403));

  it.each(BAD_ORIGINS)('"%s" with a body that needs no preflight', async (origin) => {
    const before = (await endpoint.activity()).length;
    await expectStopped(
      { headers: [`Origin: ${origin}`, 'Content-Type: text/plain'], body: '{}' },
      403,
    );
    const entries = await endpoint.activity();
    expect(entries.length - before).toBe(1);
    expect(entries[0]).toMatchObject({ outcome: 'blocked', error: { rule: 'origin' } });
  });
});

describe('what a rebound or hostile page can send', () => {
  it('A2 a name that resolves to this machine, asked for a page', () =>
    expectStopped(
      {
        method: 'GET',
        path: '/',
        host: 'evil.test:{port}',
        headers: ['Accept: text/html', 'Sec-Fetch-Site: none', 'Sec-Fetch-Mode: navigate'],
      },
      403,
    ));

  it('A2 the same page asking for a token of its own origin, without an Origin header', () =>
    expectStopped(
      { method: 'GET', host: 'evil.test:{port}', headers: ['Sec-Fetch-Site: same-origin'] },
      403,
    ));

  it('A2 the same page posting, with its own name as Host and Origin', () =>
    expectStopped(
      { host: 'evil.test:{port}', headers: ['Origin: http://evil.test'], body: '{}' },
      403,
    ));

  it.each([
    ['an image', 'no-cors', 'image'],
    ['a script', 'no-cors', 'script'],
    ['a frame', 'navigate', 'iframe'],
    ['a link', 'navigate', 'document'],
  ])('A12 the endpoint as %s of another site', (_what, mode, dest) =>
    expectStopped(
      {
        method: 'GET',
        headers: [
          'Sec-Fetch-Site: cross-site',
          `Sec-Fetch-Mode: ${mode}`,
          `Sec-Fetch-Dest: ${dest}`,
        ],
      },
      403,
    ),
  );

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'A10 a form as %s',
    (type) =>
      expectStopped(
        { headers: ['Origin: https://evil.com', `Content-Type: ${type}`], body: 'a={}' },
        403,
      ),
  );

  it('A14 a preflight of a denied origin', () =>
    expectStopped(
      {
        method: 'OPTIONS',
        headers: ['Origin: https://evil.com', 'Access-Control-Request-Method: POST'],
      },
      403,
    ));
});

describe('requests that two readers would read differently', () => {
  it('A5 none without a Host', async () => {
    await expectStopped({ host: null }, 400);
    const [answer] = await endpoint.rawRequest('POST /token HTTP/1.0\r\n\r\n');
    expect(answer).toMatchObject({ status: 400, closed: true });
    expect(minted()).toBe(0);
  });

  it('A5 none with two', () => expectStopped({ headers: ['Host: evil.com'] }, 400));

  it.each(['http://evil.com/token', 'http://localhost/token', 'HTTP://evil.com/token'])(
    'A6 none addressed to a proxy: %s',
    (path) => expectStopped({ path }, 400),
  );

  it.each([
    ['two lengths', 'Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x'],
    ['a length and chunks', 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['an unknown coding', 'Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n'],
    ['a space before the colon', 'X-A : b\r\n\r\n'],
    ['a folded header', 'X-A: b\r\n c\r\n\r\n'],
    ['a bare CR in a value', 'X-A: b\rc\r\n\r\n'],
  ])('R13 none with %s, nor what is behind it', async (_what, rest) => {
    const next = 'POST /token HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const answers = await endpoint.rawRequest(
      `POST /token HTTP/1.1\r\nHost: localhost\r\n${rest}${next}`,
    );
    expect(answers).toHaveLength(1);
    expect(answers[0]).toMatchObject({ status: 400, closed: true });
    expect(minted()).toBe(0);
  });

  it.each([
    ['a host', 'Host: evil.com'],
    ['an origin', 'Host: localhost\r\nOrigin: https://evil.com'],
    ['an image', 'Host: localhost\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors'],
  ])('R13 the connection ends with an answer that stops %s', async (_what, lines) => {
    const [answer] = await endpoint.rawRequest(`POST /token HTTP/1.1\r\n${lines}\r\n\r\n`);
    expect(answer).toMatchObject({ status: 403, closed: true });
    expect(answer?.headers.get('connection')).toEqual(['close']);
  });

  it('R13 a request behind a stopped one is not served', async () => {
    const bad = 'POST /token HTTP/1.1\r\nHost: evil.com\r\n\r\n';
    const good = 'POST /token HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const answers = await endpoint.rawRequest(bad + good);
    expect(answers.map(({ status }) => status)).toEqual([403]);
    expect(minted()).toBe(0);
  });
});

describe('requests that are too large', () => {
  it('R11 N7 one byte over the limit is stopped by its announcement alone', async () => {
    // The answer comes although no byte of the body does.
    const [answer] = await endpoint.rawRequest(
      `POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${1024 * 1024 + 1}\r\n\r\n`,
    );
    expect(answer).toMatchObject({ status: 413, closed: true });
    expect(minted()).toBe(0);
  });

  it('a head over 16 KiB', async () => {
    const answer = await ask(endpoint, { headers: [`X-A: ${'a'.repeat(17_000)}`] });
    expect(answer).toMatchObject({ status: 431, closed: true });
    expect(jsonOf(answer)).toMatchObject({ error: 'headers_too_large' });
  });
});
