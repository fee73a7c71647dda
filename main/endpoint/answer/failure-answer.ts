import { ERRORS, type ErrorCode, type Failure } from '../../contract/errors.ts';
import { JSON_TYPE, type Answer } from '../../server/answer.ts';

/** When a secret that is locked or late is worth another try. */
const SECRET_RETRY_SECONDS = 5;

/** RFC 9110 wants a challenge with every 401; by RFC 6750 only a key that was sent has an `error`. */
const CHALLENGES: Partial<Record<ErrorCode, string>> = {
  key_required: 'Bearer realm="Token Tray"',
  unknown_token_server_id: 'Bearer realm="Token Tray"',
  key_wrong: 'Bearer realm="Token Tray", error="invalid_token", error_description="Wrong key"',
};

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
  const own = [...headers];
  const seconds = retryAfter(failure);
  if (seconds !== undefined) own.push('Retry-After', String(seconds));
  const challenge = CHALLENGES[code];
  if (challenge !== undefined) own.push('WWW-Authenticate', challenge);
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
    headers: own,
    code,
  };
}

function retryAfter({ code, details }: Failure): number | undefined {
  if (code === 'secret_locked' || code === 'secret_waiting') return SECRET_RETRY_SECONDS;
  return code === 'rate_limited' ? Number(details?.['seconds']) : undefined;
}
