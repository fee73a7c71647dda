import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { wireBytes } from '../../../fixtures/clients/client-request.ts';
import { exchange, headerOf, readAnswer } from '../../../fixtures/clients/raw-exchange.ts';

const bytes = (...lines: string[]): Buffer => Buffer.from(lines.join('\r\n'), 'utf8');

describe('the reader of raw answers', () => {
  it('waits until the body has its length', () => {
    const whole = bytes('HTTP/1.1 200 OK', 'Content-Length: 2', '', '{}');
    expect(readAnswer(whole.subarray(0, -1), false)).toBeUndefined();
    expect(readAnswer(whole, false)?.body.toString()).toBe('{}');
  });

  it('joins chunks and says that there were some', () => {
    const whole = bytes(
      'HTTP/1.1 200 OK',
      'Transfer-Encoding: chunked',
      '',
      '1',
      '{',
      '1',
      '}',
      '0',
      '',
      '',
    );
    expect(readAnswer(whole, false)).toMatchObject({ chunked: true, body: Buffer.from('{}') });
    expect(readAnswer(whole.subarray(0, -6), false)).toBeUndefined();
  });

  it('passes over 100 Continue and remembers it', () => {
    const whole = bytes(
      'HTTP/1.1 100 Continue',
      '',
      'HTTP/1.1 200 OK',
      'Content-Length: 0',
      '',
      '',
    );
    expect(readAnswer(whole, false)).toMatchObject({ status: 200, interim: [100] });
  });

  it('finds headers whatever their case', () => {
    const whole = bytes('HTTP/1.1 200 OK', 'content-TYPE: text/plain', 'Content-Length: 0', '', '');
    const answer = readAnswer(whole, false);
    expect(answer === undefined ? undefined : headerOf(answer, 'Content-Type')).toBe('text/plain');
  });

  it('refuses what is not HTTP/1.1', () => {
    expect(() => readAnswer(bytes('hello', '', ''), false)).toThrow('Not an HTTP/1.1 status line');
  });
});

describe('the builder of raw requests', () => {
  it('counts the body in bytes and leaves the head as it is', () => {
    const request = wireBytes(['POST / HTTP/1.1', 'content-LENGTH: {length}'], '{"a":"é"}');
    expect(request.toString('utf8')).toBe('POST / HTTP/1.1\r\ncontent-LENGTH: 10\r\n\r\n{"a":"é"}');
  });

  it('refuses a body that no head line announces', () => {
    expect(() => wireBytes(['POST / HTTP/1.1'], '{}')).toThrow('{length}');
  });
});

describe('an exchange', () => {
  let server: Server | undefined;

  afterEach(() => {
    server?.close();
  });

  it('sends the bytes as they are, and fails where the answer ends early', async () => {
    const seen: string[] = [];
    server = createServer((socket) => {
      socket.once('data', (chunk) => {
        seen.push(chunk.toString('utf8'));
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{}');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const request = wireBytes(['GET / HTTP/1.1', 'hOsT: x']);
    await expect(exchange(port, request)).rejects.toThrow('ended before the answer was whole');
    expect(seen).toEqual(['GET / HTTP/1.1\r\nhOsT: x\r\n\r\n']);
  });
});
