import { describe, expect, it } from 'vitest';
import type { TestEndpoint } from '../fixtures/endpoint.ts';
import { testEndpoint } from './ask.ts';
import { rawConnection } from './listener/raw-connection.ts';

const GOOD = 'POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}';

function post(lines: string, body = '{}', target = 'POST /token'): string {
  const host = lines.includes('Host:') ? '' : 'Host: localhost\r\n';
  const length = lines.includes('Transfer-Encoding') ? '' : `Content-Length: ${body.length}\r\n`;
  return `${target} HTTP/1.1\r\n${host}${length}${lines}\r\n\r\n${body}`;
}

const REFUSED: Readonly<Record<string, [bytes: string, status: number]>> = {
  'a foreign Host': [post('Host: evil.com'), 403],
  'two Hosts': [post('Host: localhost\r\nHost: localhost'), 400],
  'a foreign Origin': [post('Origin: https://evil.com'), 403],
  'a foreign Origin, chunked': [
    post('Origin: https://evil.com\r\nTransfer-Encoding: chunked', '2\r\n{}\r\n0\r\n\r\n'),
    403,
  ],
  'a load ahead of time': [post('Sec-Purpose: prefetch'), 403],
  'a path that is not there': [post('X: 1', '{}', 'POST /nope'), 404],
  'a method that is not answered': [post('X: 1', '{}', 'DELETE /token'), 405],
  'a compressed body': [post('Content-Encoding: gzip'), 415],
  'an unknown expectation': [post('Expect: x'), 417],
  'a target for a proxy': [post('X: 1', '{}', 'POST http://localhost/token'), 400],
  'a body that is no JSON': [post('X: 1', '{"'), 400],
  'a body that is no JSON, chunked': [
    post('Transfer-Encoding: chunked', '2\r\n{"\r\n0\r\n\r\n'),
    400,
  ],
};

async function expectNothingBehind(endpoint: TestEndpoint, status: number): Promise<void> {
  expect(endpoint.mintCount()).toBe(0);
  expect((await endpoint.activity()).map((entry) => entry.status)).toEqual([status]);
}

describe('R13 after a refusal nothing on that connection is served', () => {
  it.each(Object.entries(REFUSED))('in one write behind %s', async (_what, [bytes, status]) => {
    const endpoint = await testEndpoint();
    const connection = await rawConnection(endpoint.port);
    connection.send(bytes + GOOD + GOOD);
    const { text } = await connection.closed();
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual([`HTTP/1.1 ${status}`]);
    await expectNothingBehind(endpoint, status);
  });

  it.each(Object.entries(REFUSED))('in a later write behind %s', async (_what, [bytes, status]) => {
    const endpoint = await testEndpoint();
    const connection = await rawConnection(endpoint.port);
    connection.send(bytes);
    await connection.until(`HTTP/1.1 ${status}`);
    connection.send(GOOD);
    const { text } = await connection.closed();
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual([`HTTP/1.1 ${status}`]);
    await expectNothingBehind(endpoint, status);
  });

  it('while what came before it is served', async () => {
    const endpoint = await testEndpoint();
    const connection = await rawConnection(endpoint.port);
    connection.send(GOOD + GOOD + post('Host: evil.com') + GOOD);
    const { text } = await connection.closed();
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 403']);
    expect(endpoint.mintCount()).toBe(2);
  });
});
