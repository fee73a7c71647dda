import { randomBytes } from 'node:crypto';
import { ERRORS, type Failure } from '../../contract/errors.ts';
import { JSON_TYPE, type Answer } from '../../server/answer.ts';

/** When a secret that is locked or late is worth another try. */
const SECRET_RETRY_SECONDS = 5;

export function newRequestId(): string {
  return `req-${randomBytes(8).toString('hex')}`;
}

/**
 * The answer for a failure: `error` is its code, `message` says what to do. Android reads any body as a
 * token, whatever its status, so nothing in it is named like a part of one.
 */
export function failureAnswer(failure: Failure, headers: readonly string[] = []): Answer {
  const { code, message, field, details } = failure;
  const seconds = retryAfter(failure);
  return {
    status: ERRORS[code].status,
    type: JSON_TYPE,
    body: JSON.stringify({
      error: code,
      message,
      ...(field === undefined ? {} : { field }),
      // An internal error's message names the ID under which the log has it.
      request_id: code === 'internal' ? details?.['requestId'] : newRequestId(),
    }),
    headers: seconds === undefined ? headers : [...headers, 'Retry-After', String(seconds)],
  };
}

function retryAfter({ code, details }: Failure): number | undefined {
  if (code === 'secret_locked' || code === 'secret_waiting') return SECRET_RETRY_SECONDS;
  return code === 'rate_limited' ? Number(details?.['seconds']) : undefined;
}
