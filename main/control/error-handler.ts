import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler } from 'express';
import { failure, TokenTrayError } from '../contract/errors.ts';
import type { Log } from '../core/ports.ts';
import { sendFailure } from './send-reply.ts';

/**
 * Every error as a reply. What is not ours is answered and logged by its kind and place alone: the words of
 * an error may hold what was sent.
 */
export function createErrorHandler(log: Log): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (error: unknown, _request, response, _next) => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.setHeader('Connection', 'close');
    if (error instanceof TokenTrayError) {
      sendFailure(response, error.failure);
      return;
    }
    if (error instanceof URIError) {
      sendFailure(response, failure('invalid_request', { detail: 'its path is badly encoded' }));
      return;
    }
    const requestId = randomUUID();
    log('error', 'A call of the window failed.', {
      requestId,
      kind: kindOf(error),
      at: placeOf(error),
    });
    sendFailure(response, failure('internal', { requestId }));
  };
}

function kindOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

function placeOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return /^\s+at .*$/m.exec(stack)?.[0].trim() ?? 'unknown';
}
