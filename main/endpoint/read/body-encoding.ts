import type { IncomingHttpHeaders } from 'node:http';
import { failure, type Failure } from '../../contract/errors.ts';

/**
 * Refuses a body that is compressed or not in UTF-8. Its media type is not looked at: native clients send
 * `application/json,application/json`, `text/plain` or none, and the Origin check is what keeps pages out.
 */
export function checkBodyEncoding(headers: IncomingHttpHeaders): Failure | undefined {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    return failure('unsupported_encoding', { detail: 'compressed' });
  }
  const type = headers['content-type'];
  if (type === undefined || type === 'application/json' || !/charset/i.test(type)) return undefined;
  const charset = /charset\s*=\s*"?([^\s";,]+)/i.exec(type)?.[1]?.toLowerCase();
  return charset === undefined || UTF8.has(charset)
    ? undefined
    : failure('unsupported_encoding', { detail: `in ${charset.slice(0, 32)}` });
}

/** US-ASCII is a part of UTF-8. */
const UTF8: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);
