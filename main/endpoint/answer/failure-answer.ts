import { ERRORS, type Failure } from '../../contract/errors.ts';
import { JSON_TYPE, type Answer } from '../../server/answer.ts';

/** When a secret that is locked or late is worth another try. */
const SECRET_RETRY_SECONDS = 5;

/**
 * The answer for a failure: `error` is its code, `message` says what to do. Android reads any body as a
 * token, whatever its status, so nothing in it is named like a part of one.
 */
export function failureAnswer(
  failure: Failure,
  requestId: string,
  headers: readonly string[] = [],
): Answer {
  const { code, message, field } = failure;
  const seconds = retryAfter(failure);
  return {
    id: requestId,
    status: ERRORS[code].status,
    type: JSON_TYPE,
    body: JSON.stringify({
      error: code,
      message,
      ...(field === undefined ? {} : { field }),
      request_id: requestId,
    }),
    headers: seconds === undefined ? headers : [...headers, 'Retry-After', String(seconds)],
    code,
  };
}

function retryAfter({ code, details }: Failure): number | undefined {
  if (code === 'secret_locked' || code === 'secret_waiting') return SECRET_RETRY_SECONDS;
  return code === 'rate_limited' ? Number(details?.['seconds']) : undefined;
}
