import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { failure, type Failure } from '../../contract/errors.ts';
import { MAX_BODY_BYTES } from '../../contract/limits-and-defaults.ts';
import { hasBody } from '../../server/answer.ts';

/** How much of a body the activity keeps. */
const MAX_KEPT_BYTES = 64 * 1024;

export interface Body {
  /** The whole body; empty where it could not be read. */
  text: string;
  /** Its beginning, to be shown. */
  kept: string;
  /** Its length. */
  bytes: number;
  failure?: Failure;
}

const NO_BODY: Body = { text: '', kept: '', bytes: 0 };

/** Reads the body of a request, up to 1 MiB. Never rejects: a client that goes away is a failure, too. */
export async function readBody(request: IncomingMessage): Promise<Body | Failure> {
  const unreadable = checkUpgrade(request.headers) ?? checkEncoding(request.headers);
  if (unreadable !== undefined) return unreadable;
  return hasBody(request) ? collect(request) : NO_BODY;
}

/** Refuses a WebSocket, which is meant for the LiveKit server. Any other upgrade is an offer, declined by ignoring it. */
function checkUpgrade({ upgrade }: IncomingHttpHeaders): Failure | undefined {
  return upgrade !== undefined && /websocket/i.test(upgrade)
    ? failure('invalid_request', {
        detail: 'there is no WebSocket here; connect to the server_url that comes with the token',
      })
    : undefined;
}

/**
 * Refuses a body that is compressed or not in UTF-8. Its media type is not looked at: native clients send
 * `application/json,application/json`, `text/plain` or none, and the Origin check is what keeps pages out.
 */
export function checkEncoding(headers: IncomingHttpHeaders): Failure | undefined {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    return failure('unsupported_encoding', { detail: 'compressed' });
  }
  const type = headers['content-type'];
  if (type === undefined || type === 'application/json') return undefined;
  const charset = /charset ?= ?"?([^\s";,]+)/i.exec(type)?.[1]?.toLowerCase();
  return charset === undefined || UTF8.has(charset)
    ? undefined
    : failure('unsupported_encoding', { detail: `in ${charset.slice(0, 32)}` });
}

/** US-ASCII is a part of UTF-8. */
const UTF8: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);

function collect(request: IncomingMessage): Promise<Body> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) {
        chunks.push(chunk);
        return;
      }
      request.off('data', onData).pause();
      const tooLarge = failure('body_too_large', { limit: MAX_BODY_BYTES });
      resolve({ text: '', kept: '', bytes, failure: tooLarge });
    };
    request.on('data', onData);
    const onClose = (): void => {
      const detail = 'the connection was closed before the body had arrived';
      resolve({ text: '', kept: '', bytes, failure: failure('invalid_request', { detail }) });
    };
    request.on('close', onClose);
    request.on('end', () => {
      request.off('close', onClose);
      const [first] = chunks;
      resolve(decode(chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks)));
    });
  });
}

/** Checked on the bytes: decoding would put replacement characters where the mistake was. */
function decode(content: Buffer): Body {
  const text = content.toString('utf8');
  // From the bytes and not a slice of the text, which would keep all of it in memory.
  const kept =
    content.length <= MAX_KEPT_BYTES ? text : content.subarray(0, MAX_KEPT_BYTES).toString('utf8');
  const body = { text, kept, bytes: content.length };
  if (isUtf8(content)) return body;
  return { ...body, failure: failure('invalid_request', { detail: 'the body is not UTF-8' }) };
}
