import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { failure, type Failure } from '../../contract/errors.ts';
import { MAX_BODY_BYTES } from '../../contract/limits.ts';

/** A body as text, or why there is none. `text` is then what can be shown of it. */
export type BodyText = { text: string; failure?: Failure };

/** Whether a body was announced; a GET seldom has one. */
export function hasBody(request: IncomingMessage): boolean {
  const length = request.headers['content-length'];
  return (
    (length !== undefined && length !== '0') || request.headers['transfer-encoding'] !== undefined
  );
}

/** Reads the body whole, up to 1 MiB. Never rejects: a client that goes away meanwhile is a failure, too. */
export function readBodyText(request: IncomingMessage): Promise<BodyText> {
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
      resolve({ text: '', failure: failure('body_too_large', { limit: MAX_BODY_BYTES }) });
    };
    request.on('data', onData);
    const onClose = (): void => {
      const detail = 'the connection was closed before the body had arrived';
      resolve({ text: '', failure: failure('invalid_request', { detail }) });
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
function decode(bytes: Buffer): BodyText {
  const text = bytes.toString('utf8');
  return isUtf8(bytes)
    ? { text }
    : { text, failure: failure('invalid_request', { detail: 'the body is not UTF-8' }) };
}
