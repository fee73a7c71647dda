import { describe, expect, it } from 'vitest';
import { rawConnection } from './raw-connection.ts';
import { servingEndpoint, type TestEndpoint } from './started-endpoint.ts';

const SECOND = 'GET /token?smuggled=1 HTTP/1.1\r\nHost: localhost\r\n\r\n';

function post(headers: string, body = ''): string {
  return `POST /token HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n\r\n${body}`;
}

/** Parsers disagree on these, so a proxy in between could see another request than we do. */
const SMUGGLING: Readonly<Record<string, string>> = {
  'a length and chunks': post('Content-Length: 4\r\nTransfer-Encoding: chunked', '0\r\n\r\n'),
  'two lengths': post('Content-Length: 2\r\nContent-Length: 3', '{}'),
  'chunks that are not the last coding': post('Transfer-Encoding: chunked, identity', '0\r\n\r\n'),
  'a space before the colon': post('Content-Length : 2', '{}'),
  'bare line feeds': 'POST /token HTTP/1.1\nHost: localhost\n\n',
  'a folded header': post('X-Folded: a\r\n b'),
  'a carriage return in a value': post('X-Broken: a\rb'),
  'a length that is no number': post('Content-Length: 2a', '{}'),
  'a TLS hello': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  'an HTTP/2 preface': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'no HTTP at all': 'hello\r\n\r\n',
};

async function exchange(port: number, text: string): Promise<string> {
  const connection = await rawConnection(port);
  connection.send(text);
  return (await connection.closed()).text;
}

function smuggled({ served }: TestEndpoint): string[] {
  return served.filter((path) => path === '/token');
}

describe('what is not well-formed HTTP', () => {
  it.each(Object.entries(SMUGGLING))(
    'R13 gets 400 and a close, and nothing behind it is served: %s',
    async (_name, text) => {
      const started = await servingEndpoint();
      const answer = await exchange(started.port, text + SECOND);
      expect(answer.match(/HTTP\/1\.1 /g) ?? []).toHaveLength(answer === '' ? 0 : 1);
      if (answer !== '') {
        expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request: invalid_request\r\n/);
        expect(answer).toContain('\r\nConnection: close\r\n');
        const body: unknown = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
        expect(body).toMatchObject({ error: 'invalid_request', message: expect.any(String) });
      } else expect(text).toMatch(/^PRI /);
      // A head that is good up to its body may have been handed over before the body broke.
      expect(started.served.length).toBeLessThanOrEqual(1);
      expect(answer).not.toContain('smuggled');
    },
  );

  it('R13 gets 431 for a head above 16 KiB', async () => {
    const started = await servingEndpoint();
    const answer = await exchange(started.port, post(`X-Long: ${'a'.repeat(17_000)}`) + SECOND);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('"error":"headers_too_large"');
    expect(smuggled(started)).toEqual([]);
  });

  it('R13 closes CONNECT without a tunnel', async () => {
    const started = await servingEndpoint();
    const connect = 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n';
    expect(await exchange(started.port, connect)).toBe('');
    expect(started.served).toEqual([]);
  });

  it('R13 never serves what was pipelined behind a request that is refused', async () => {
    const started = await servingEndpoint();
    const refused = 'POST /refused HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n';
    const answer = await exchange(started.port, refused + SECOND + SECOND);
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
    expect(started.served).toEqual(['/refused']);
  });

  it('R13 serves good pipelined requests in their order, one at a time', async () => {
    const { port, served, until, release } = await servingEndpoint();
    const connection = await rawConnection(port);
    const numbered = ['0&hold', '1', '2'].map(
      (query) => `GET /token?n=${query} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    );
    connection.send(numbered.join(''));
    await until(1);
    expect(served).toEqual(['/token']);
    release();
    const text = await connection.until('"n":"2"');
    expect(text.match(/"n":"\d"/g)).toEqual(['"n":"0"', '"n":"1"', '"n":"2"']);
    connection.socket.destroy();
  });

  it('R13 serves nothing on a connection after a refusal, however late it comes', async () => {
    const { port, served } = await servingEndpoint();
    const connection = await rawConnection(port);
    connection.send('GET /refused HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await connection.until('"refused"');
    connection.send(SECOND);
    await connection.closed();
    expect(served).toEqual(['/refused']);
  });

  it('R13 cuts a connection that pipelines more than it reads', async () => {
    const { port, served } = await servingEndpoint({ limits: { maxPipelined: 8 } });
    const connection = await rawConnection(port);
    connection.send('GET /token?hold HTTP/1.1\r\nHost: localhost\r\n\r\n');
    // A reset, since much was sent that is never read.
    const closed = new Promise((resolve) => connection.socket.once('close', resolve));
    connection.send(SECOND.repeat(2_000));
    await closed;
    expect(connection.received()).toBe('');
    expect(served).toEqual(['/token']);
  });

  it('leaves a missing Host to the app, which says what is missing', async () => {
    const { port, served } = await servingEndpoint();
    await exchange(port, 'GET /token HTTP/1.1\r\nConnection: close\r\n\r\n');
    expect(served).toEqual(['/token']);
  });
});
