import type { Response } from 'express';
import { ERRORS, type Failure } from '../contract/errors.ts';
import type { Reply } from '../contract/client.ts';

export function sendReply(response: Response, reply: Reply<unknown>): void {
  response.status(reply.ok ? 200 : ERRORS[reply.error.code].status).json(reply);
}

export function sendFailure(response: Response, error: Failure): void {
  sendReply(response, { ok: false, error });
}
