import { randomUUID } from 'node:crypto';

/** On every answer: the id of the request in the activity and in the log. */
export const REQUEST_ID_HEADER = 'X-Request-Id';

/** On every refusal: its code. Some clients show headers and no body. */
export const ERROR_CODE_HEADER = 'X-Token-Tray-Error';

/** On every answer that a drill made or changed: its code. */
export const DRILL_HEADER = 'X-Token-Tray-Drill';

/** Such as `req-3f9a1c2b70d4`: short enough to search for, and new in each run, since a log outlives one. */
export function newRequestId(): string {
  const uuid = randomUUID();
  return `req-${uuid.slice(0, 8)}${uuid.slice(9, 13)}`;
}

/** On an answer whose token is of no use, as far as is known: why. */
export const TROUBLE_HEADER = 'X-Token-Tray-Trouble';
