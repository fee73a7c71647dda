import { failure } from '../../contract/errors.ts';
import { MAX_BODY_BYTES } from '../../contract/limits.ts';
import type { Blocked } from './blocked.ts';

/** Stops a body by the length it announces. One without a length is counted as it is read. */
export function checkSize(contentLength: string | undefined): Blocked | undefined {
  return contentLength !== undefined && Number(contentLength) > MAX_BODY_BYTES
    ? { rule: 'size', failure: failure('body_too_large', { limit: MAX_BODY_BYTES }) }
    : undefined;
}
