import { connect, type Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEndpoint, type TestEndpoint } from '../../fixtures/endpoint.ts';
import { ask, claimsOf, json, jsonOf, type AskOptions } from '../ask.ts';

const MIB = 1024 * 1024;

let endpoint: TestEndpoint;
let mintedBefore = 0;

beforeAll(async () => {
  endpoint = await startEndpoint();
});
afterAll(() => endpoint.close());
beforeEach(() => {
  mintedBefore = endpoint.mintCount();
});

async function expectRefused(options: AskOptions, status: number, error: string): Promise<string> {
  const answer = await ask(endpoint, options);
  const fields = jsonOf(answer);
  expect({ status: answer.status, error: fields['error'] }).toEqual({ status, error });
  expect(endpoint.mintCount()).toBe(mintedBefore);
  expect((await endpoint.activity())[0]).toMatchObject({
    outcome: 'refused',
    error: { code: error },
  });
  return JSON.stringify(fields['message']);
}

describe('W20 A11 a body is read whatever its type says', () => {
  const types = [
    'application/json',
    'application/json; charset=utf-8',
    'application/json,application/json',
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/octet-stream',
    undefined,
  ];
  it.each(types)('JSON as %s', async (type) => {
    const headers = type === undefined ? [] : [`Content-Type: ${type}`];
    const answer = await ask(endpoint, { headers, body: '{"participant_identity":"al"}' });
    expect(claimsOf(answer)['sub']).toBe('al');
  });

  it.each(types)('a form as %s', async (type) => {
    const headers = type === undefined ? [] : [`Content-Type: ${type}`];
    const answer = await ask(endpoint, { headers, body: 'participant_identity=al+b&x=1' });
    expect(claimsOf(answer)['sub']).toBe('al b');
  });

  it('has the length it announced in the activity, also where it was refused unread', async () => {
    await ask(endpoint, { headers: ['Origin: https://evil.example'], body: '{"room_name":"a"}' });
    expect((await endpoint.newest()).request.bodyBytes).toBe(17);
  });

  it('chunks', async () => {
    const [answer] = await endpoint.rawRequest(
      'POST /token HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n' +
        '1d\r\n{"participant_identity":"alic\r\n3\r\ne"}\r\n0\r\n\r\n',
    );
    if (answer === undefined) throw new Error('No answer.');
    expect(claimsOf(answer)['sub']).toBe('alice');
    expect((await endpoint.newest()).request.bodyBytes).toBe(32);
  });
});

describe('R10 W17 a body that cannot be read is refused, never taken for an empty one', () => {
  it.each([
    ['{"a":', 'invalid_json'],
    ['{"a":1,}', 'invalid_json'],
    ['{"a":1}\0', 'invalid_json'],
    ['"x"', 'invalid_body'],
    ['null', 'invalid_body'],
    ['[1]', 'invalid_body'],
    ['true', 'invalid_body'],
    ['a=1&a=2', 'invalid_query'],
    [`{"room_name":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, 'invalid_request'],
    [`${'['.repeat(5_000)}${']'.repeat(5_000)}`, 'invalid_body'],
    [`{"foo":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`, 'invalid_request'],
  ])('%#: %.30s', (body, error) => expectRefused(json(body), 400, error).then(() => undefined));

  it('UTF-16, with and without saying so', async () => {
    const utf16 = Buffer.from('\ufeff{"room_name":"r"}', 'utf16le');
    await expectRefused({ body: utf16 }, 400, 'invalid_request');
    await expectRefused({ body: utf16.subarray(2) }, 400, 'invalid_json');
    const headers = ['Content-Type: application/json; charset=utf-16'];
    await expectRefused({ body: utf16, headers }, 415, 'unsupported_encoding');
  });

  it('latin1', async () => {
    const body = Buffer.from('{"room_name":"caf\u00e9"}', 'latin1');
    await expectRefused({ body }, 400, 'invalid_request');
    const headers = ['Content-Type: application/json; charset=latin1'];
    await expectRefused({ body, headers }, 415, 'unsupported_encoding');
  });

  it.each([
    ['gzip', gzipSync('{}')],
    ['gzip', Buffer.from('not gzip')],
    ['gzip', gzipSync(Buffer.alloc(5 * MIB))],
    ['br', brotliCompressSync('{}')],
    ['zstd', Buffer.from('28b52ffd', 'hex')],
    ['deflate', Buffer.from('x')],
  ])('N6 %s', (encoding, body) =>
    expectRefused(
      { body, headers: [`Content-Encoding: ${encoding}`] },
      415,
      'unsupported_encoding',
    ).then(() => undefined),
  );

  it('a byte order mark is nothing to refuse, nor are names of an object given twice', async () => {
    const bom = await ask(endpoint, { body: '\ufeff{"participant_identity":"al"}' });
    expect(claimsOf(bom)['sub']).toBe('al');
    const twice = await ask(endpoint, {
      body: '{"participant_identity":"al","participant_identity":"bo"}',
    });
    expect(claimsOf(twice)['sub']).toBe('bo');
  });

  it('__proto__ and constructor change nothing', async () => {
    const body = '{"__proto__":{"room_name":"p"},"constructor":{"prototype":{"x":1}}}';
    expect(claimsOf(await ask(endpoint, { body }))).toHaveProperty('sub');
    expect(Object.hasOwn(Object.prototype, 'room_name')).toBe(false);
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });
});

/** A request of exactly so many bytes. */
function padded(bytes: number): string {
  const frame = '{"participant_identity":"al","x":""}';
  return frame.replace('""', `"${'x'.repeat(bytes - frame.length)}"`);
}

describe('R11 W19 the size of a body', () => {
  it.each([MIB - 1, MIB])('%d bytes are read', async (bytes) => {
    const answer = await ask(endpoint, json(padded(bytes)));
    expect(claimsOf(answer)['sub']).toBe('al');
  });

  it('one more is refused, and its connection ends', async () => {
    const answer = await ask(endpoint, json(padded(MIB + 1)));
    expect(answer).toMatchObject({ status: 413, closed: true });
    expect(jsonOf(answer)['error']).toBe('body_too_large');
  });

  it('one more in chunks is refused, and its connection ends', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const [answer] = await endpoint.rawRequest(
      `POST /token HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(16)}1\r\nx\r\n`,
    );
    expect(answer).toMatchObject({ status: 413, closed: true });
    expect(endpoint.mintCount()).toBe(mintedBefore);
  });

  it('a gigabyte that is announced is refused before it is sent', async () => {
    const [answer] = await endpoint.rawRequest(
      'POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1073741824\r\n\r\n{',
    );
    expect(answer).toMatchObject({ status: 413, closed: true });
  });

  it('20 MB that are sent all the same are not kept', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const piece = Buffer.alloc(20 * MIB, 'x');
    const head = 'POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20971520\r\n\r\n';
    const bytes = Buffer.concat([Buffer.from(head), piece]);
    const answers = await endpoint.rawRequest(bytes);
    for (const answer of answers) expect(answer.status).toBe(413);
    // The two copies here are this test's own; the endpoint may hold a few chunks of a socket.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(45 * MIB);
    expect(endpoint.mintCount()).toBe(mintedBefore);
  });

  it('N7 a Host that is not allowed is answered before the body comes', async () => {
    const [answer] = await endpoint.rawRequest(
      'POST /token HTTP/1.1\r\nHost: evil.com\r\nContent-Length: 50000\r\n\r\n{',
    );
    expect(answer).toMatchObject({ status: 403, closed: true });
  });
});

describe('W18 the length of a field is counted in bytes of UTF-8', () => {
  it.each([
    ['participant_identity', 'sub', 256],
    ['participant_name', 'name', 256],
    ['participant_metadata', 'metadata', 524_288],
  ])('%s', async (field, claim, limit) => {
    const exact = 'é'.repeat(limit / 2);
    expect(claimsOf(await ask(endpoint, json({ [field]: exact })))[claim]).toBe(exact);
    mintedBefore = endpoint.mintCount();
    const message = await expectRefused(json({ [field]: `${exact}a` }), 400, 'field_too_long');
    expect(message).toContain(field);
    expect(message).toContain(`${limit + 1} bytes`);
  });

  it('room_name', async () => {
    await expectRefused(json({ room_name: 'é'.repeat(129) }), 400, 'field_too_long');
  });

  it('participant_attributes, names and values together', async () => {
    const fits = { k: 'x'.repeat(65_535) };
    const answer = await ask(endpoint, json({ participant_attributes: fits }));
    expect(claimsOf(answer)['attributes']).toEqual(fits);
    mintedBefore = endpoint.mintCount();
    const over = { k: 'x'.repeat(65_535), l: '' };
    await expectRefused(json({ participant_attributes: over }), 400, 'field_too_long');
  });
});

describe('R16 text goes into the token as it came', () => {
  it.each([
    ['emoji joined', '👩‍👩‍👧‍👦'],
    ['right to left', 'שלום عالم'],
    ['combining', 'e\u0301'],
    ['an override of direction', 'a\u202eb'],
    ['control characters', 'a\u0000\u0007\u001b[31mb\u007f'],
    ['newlines', 'a\r\nb'],
    ['whitespace alone', ' \t '],
    ['spaces around', ' a '],
    ['a path', '../../etc/passwd'],
    ['a percent sign', '100%41'],
    ['markup', '<img src=x onerror=alert(1)>'],
    ['256 bytes', '🦊'.repeat(64)],
  ])('%s', async (_what, text) => {
    const answer = await ask(
      endpoint,
      json({ participant_identity: text, room_name: text, participant_name: text }),
    );
    expect(claimsOf(answer)).toMatchObject({ sub: text, name: text, video: { room: text } });
    expect(jsonOf(answer)['room_name']).toBe(text);
    const query = `/token?identity=${encodeURIComponent(text)}`;
    expect(claimsOf(await ask(endpoint, { method: 'GET', path: query }))['sub']).toBe(text);
  });

  it('half of a surrogate pair is refused', async () => {
    await expectRefused(json('{"participant_identity":"a\\ud800"}'), 400, 'invalid_field');
    await expectRefused(
      { method: 'GET', path: '/token?identity=%ED%A0%80' },
      400,
      'invalid_request',
    );
  });

  it('bytes that are no UTF-8 are refused', async () => {
    const body = Buffer.concat([
      Buffer.from('{"room_name":"a'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}'),
    ]);
    await expectRefused({ body }, 400, 'invalid_request');
    await expectRefused({ path: '/token?room=%c3%28' }, 400, 'invalid_request');
  });
});

describe('R15 clients that go away', () => {
  it('cost nothing: no token, no line in the log, no exception', async () => {
    const lines = endpoint.ports.lines.length;
    const sent = (text: string): Promise<Socket> =>
      new Promise((resolve) => {
        const socket = connect(endpoint.port, '127.0.0.1', () => {
          socket.write(text, () => resolve(socket));
        });
        socket.on('error', () => undefined);
      });
    const half = 'POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"room';
    for (let round = 0; round < 20; round += 1) {
      const sockets = await Promise.all(
        Array.from({ length: 25 }, (_, index) =>
          sent(index % 2 === 0 ? half : 'POST /token HTTP/1.1\r\nHost: loc'),
        ),
      );
      // What was sent before this has been read; a reset would have thrown it away.
      await ask(endpoint, { method: 'GET', path: '/health' });
      for (const socket of sockets) socket.resetAndDestroy();
    }
    expect((await ask(endpoint)).status).toBe(200);
    expect(endpoint.mintCount() - mintedBefore).toBe(1);
    expect(endpoint.ports.lines.length).toBe(lines);
    const entries = await endpoint.activity();
    expect(entries.some(({ error }) => error?.message.includes('closed before'))).toBe(true);
    expect(entries.some(({ error }) => error?.code === 'internal')).toBe(false);
  });

  it('before they read their answer do no harm either', async () => {
    await Promise.all(
      Array.from(
        { length: 100 },
        () =>
          new Promise<void>((resolve) => {
            const socket = connect(endpoint.port, '127.0.0.1', () => {
              socket.write('POST /token HTTP/1.1\r\nHost: localhost\r\n\r\n');
              setImmediate(() => socket.resetAndDestroy());
            });
            socket.on('error', () => undefined);
            socket.on('close', () => resolve());
          }),
      ),
    );
    expect((await ask(endpoint)).status).toBe(200);
  });
});
