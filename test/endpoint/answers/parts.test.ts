import type { IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { failure, type ErrorCode } from '../../../main/contract/errors.ts';
import { isPreflight } from '../../../main/endpoint/answer/cors.ts';
import { failureAnswer } from '../../../main/endpoint/answer/failure-answer.ts';
import { gzipped, isWorthGzip, tokenAnswer } from '../../../main/endpoint/answer/token-answer.ts';
import { callerOf } from '../../../main/endpoint/exchange.ts';
import { isPageForPeople } from '../../../main/endpoint/routes/landing-page.ts';
import { isCheckPath } from '../../../main/endpoint/routes/paths.ts';
import type { Answer } from '../../../main/server/answer.ts';

type Exchange = Parameters<typeof isPreflight>[0];

/** The part of an exchange that these look at. */
function exchangeOf(headers: object, rest: object = {}): Exchange {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- no more of it is read here
  return { request: { method: 'OPTIONS', headers }, isAllowedPage: true, ...rest } as Exchange;
}

async function headersFor(
  body: string,
  headers: IncomingHttpHeaders,
): Promise<readonly string[] | undefined> {
  const answer: Answer = { id: 'r', status: 200, type: 'text/plain', body };
  if (!isWorthGzip(answer, headers)) return undefined;
  const sent = await gzipped(answer);
  expect(gunzipSync(sent.body).toString()).toBe(body);
  expect(sent.text).toBe(body);
  return sent.headers;
}

describe('a large answer', () => {
  const LARGE = 'x'.repeat(8 * 1024);

  it.each([
    ['gzip', true],
    ['deflate, gzip;q=0.5', true],
    ['X-GZIP', true],
    ['gzip;q=0', false],
    ['gzip; q=0.000', false],
    ['br', false],
    ['*', false],
    ['', false],
    [undefined, false],
  ])('is compressed for Accept-Encoding %s: %s', async (accepted, expected) => {
    const headers = accepted === undefined ? {} : { 'accept-encoding': accepted };
    expect(await headersFor(LARGE, headers)).toEqual(
      expected ? ['Content-Encoding', 'gzip'] : undefined,
    );
  });

  it('is one of 8 KiB, and never for an ESP32', async () => {
    const headers = { 'accept-encoding': 'gzip' };
    expect(await headersFor(LARGE.slice(1), headers)).toBeUndefined();
    const esp32 = { ...headers, 'user-agent': 'ESP32 HTTP Client/1.0' };
    expect(await headersFor(LARGE, esp32)).toBeUndefined();
  });

  it('keeps its headers, and is not compressed if it is bytes', async () => {
    const answer: Answer = { id: 'r', status: 200, type: 'x', body: LARGE, headers: ['A', 'b'] };
    expect((await gzipped(answer)).headers).toEqual(['A', 'b', 'Content-Encoding', 'gzip']);
    const bytes = { ...answer, body: Buffer.from(LARGE) };
    expect(isWorthGzip(bytes, { 'accept-encoding': 'gzip' })).toBe(false);
  });
});

describe('a preflight', () => {
  const asked = { 'access-control-request-method': 'POST' };

  it.each([
    [asked, {}, true],
    [{}, {}, false],
    [asked, { isAllowedPage: false }, false],
    [asked, { request: { method: 'POST', headers: asked } }, false],
  ])('%j %j: %s', (headers, rest, expected) => {
    expect(isPreflight(exchangeOf(headers, rest))).toBe(expected);
  });
});

describe('a refusal', () => {
  it.each<[ErrorCode, string[]]>([
    ['secret_locked', ['Retry-After', '5']],
    ['secret_waiting', ['Retry-After', '5']],
    ['rate_limited', ['Retry-After', '7']],
    ['secret_missing', []],
    ['key_required', ['WWW-Authenticate', 'Bearer realm="Token Tray"']],
    ['unknown_token_server_id', ['WWW-Authenticate', 'Bearer realm="Token Tray"']],
    [
      'key_wrong',
      [
        'WWW-Authenticate',
        'Bearer realm="Token Tray", error="invalid_token", error_description="Wrong key"',
      ],
    ],
  ])('%s has the headers %j', (code, headers) => {
    const problem = failure(code, { seconds: 7, name: 'Kitchen' });
    expect(failureAnswer(problem, 'r', ['A', 'b']).headers).toEqual(['A', 'b', ...headers]);
    expect(failureAnswer(problem, 'r').headers).toEqual(headers);
  });

  it('names the field at fault, if there is one', () => {
    const at = failureAnswer(failure('invalid_field', { field: 'x', expected: 'y' }, 'x'), 'r');
    expect(JSON.parse(String(at.body))).toMatchObject({ field: 'x', request_id: 'r' });
    expect(JSON.parse(String(failureAnswer(failure('no_project'), 'r').body))).not.toHaveProperty(
      'field',
    );
  });
});

describe('a token', () => {
  const issued = {
    serverUrl: 'ws://a',
    token: 't',
    roomName: 'r',
    participantIdentity: 'i',
    participantName: '',
    ignored: [],
  };

  it.each([
    [{}, []],
    [{ ignored: ['ttl', 'a b'] }, ['X-Token-Tray-Ignored', 'ttl, a%20b']],
    [{ ignored: ['x'.repeat(1024), 'y'] }, ['X-Token-Tray-Ignored', 'x'.repeat(1024)]],
    [{ ignored: ['x'.repeat(1025)] }, ['X-Token-Tray-Ignored', '']],
    [{ guarded: 'kept' as const }, ['X-Token-Tray-Identity', 'kept']],
    [{ trouble: 'It’s ∞.' }, ['X-Token-Tray-Trouble', "It's ?."]],
  ])('with %j has the headers %j', (changes, headers) => {
    const answer = tokenAnswer('standard', { ...issued, ...changes }, { id: 'q' });
    expect(answer.headers).toEqual(headers);
    const after = tokenAnswer('text', { ...issued, ...changes }, { id: 'q', headers: ['A', 'b'] });
    expect(after).toMatchObject({ headers: ['A', 'b', ...headers], body: 't' });
  });

  it('for an older client has the identity if it has no name', () => {
    for (const [participantName, shown] of [
      ['', 'i'],
      ['Amy', 'Amy'],
    ] as const) {
      const { body } = tokenAnswer('legacy', { ...issued, participantName }, { id: 'q' });
      expect(JSON.parse(String(body))).toMatchObject({ participantName: shown });
    }
  });
});

describe('a caller', () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.8.8.8', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:10.0.0.1', 'lan'],
    ['::11', 'lan'],
    ['10.127.0.1', 'lan'],
  ])('at %s is on: %s', (address, from) => {
    expect(callerOf(address, 'h')).toEqual({ host: 'h', from, address });
  });

  it('whose connection is gone is granted nothing', () => {
    expect(callerOf(undefined, 'h')).toEqual({ host: 'h', from: 'lan', address: '' });
  });
});

describe('the page for people', () => {
  const asked = { method: 'GET', path: '/', caller: callerOf('127.0.0.1', 'localhost') };

  it.each([
    [{}, 'text/html', true],
    [{ method: 'HEAD' }, 'text/html,*/*', true],
    [{ method: 'POST' }, 'text/html', false],
    [{ path: '/token' }, 'text/html', false],
    [{ caller: callerOf('10.0.0.1', 'localhost') }, 'text/html', false],
    [{}, '*/*', false],
    [{}, undefined, false],
  ])('%j with Accept %s: %s', (changes, accept, expected) => {
    expect(isPageForPeople({ ...asked, ...changes }, accept)).toBe(expected);
  });

  it.each([
    ['/check', true],
    ['/check/session', true],
    ['/checked', false],
    ['/', false],
  ])('the phone check is at %s: %s', (path, expected) => {
    expect(isCheckPath(path)).toBe(expected);
  });
});
