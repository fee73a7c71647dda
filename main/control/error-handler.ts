import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler } from 'express';
import { failure, TokenTrayError } from '../contract/errors.ts';
import { errorTrace } from '../contract/error-trace.ts';
import type { Log } from '../core/ports.ts';
import { sendFailure } from './send-reply.ts';

/** Every error as a reply. */
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
    log('error', 'A call of the window failed.', { requestId, ...errorTrace(error) });
    sendFailure(response, failure('internal', { requestId }));
  };
}
