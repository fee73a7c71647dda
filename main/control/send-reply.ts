import type { Response } from 'express';
import { ERRORS, type Failure } from '../contract/errors.ts';
import type { Reply } from '../contract/client.ts';
import { ERROR_CODE_HEADER } from '../server/request-id.ts';

/** Nothing more is served on the connection of a reply that is an error. */
export function sendReply(response: Response, reply: Reply<unknown>): void {
  if (!reply.ok) response.set({ Connection: 'close', [ERROR_CODE_HEADER]: reply.error.code });
  response.status(reply.ok ? 200 : ERRORS[reply.error.code].status).json(reply);
}

export function sendFailure(response: Response, error: Failure): void {
  sendReply(response, { ok: false, error });
}
