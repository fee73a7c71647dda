import type { IncomingMessage } from 'node:http';
import { TokenTrayError } from '../contract/errors.ts';

/** A settings export of 8 MiB, each of whose characters JSON may write as six bytes at worst, is not read; as three it is. */
const MAX_BYTES = 24 * 1024 * 1024;

/**
 * The JSON body of a request, `undefined` where there is none. Errors hold nothing of the body: it may
 * be a project with its secret.
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw new TokenTrayError('unsupported_encoding', { detail: 'compressed' });
  }
  if (Number(request.headers['content-length'] ?? 0) > MAX_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return bytes === 0 ? undefined : parse(Buffer.concat(chunks));
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new TokenTrayError('invalid_json', { detail: 'it cannot be parsed as UTF-8 JSON' });
  }
}

function tooLarge(): TokenTrayError {
  return new TokenTrayError('body_too_large', { limit: MAX_BYTES });
}
