import type { ErrorRequestHandler, Request, Response } from 'express';
import { errorTrace, failure, TokenTrayError, type Failure } from '../contract/errors.ts';

export interface ErrorHandling {
  log(
    level: 'error',
    message: string,
    fields: { requestId: string; error: string; at: string },
  ): void;
  requestId(request: Request, response: Response): string;
  refuse(failure: Failure, request: Request, response: Response): void;
}

/**
 * The one place where an exception becomes an answer. The answer says `internal` and the request's id;
 * the log has the error under that id.
 */
export function handleErrors({ log, requestId, refuse }: ErrorHandling): ErrorRequestHandler {
  // Express tells an error handler by its four parameters.
  return (error: unknown, request, response, _next) => {
    const known = knownFailure(error);
    const id = requestId(request, response);
    if (known === undefined) {
      log('error', 'A request failed unexpectedly.', { requestId: id, ...errorTrace(error) });
    }
    if (response.headersSent) response.destroy();
    else refuse(known ?? failure('internal', { requestId: id }), request, response);
  };
}

function knownFailure(error: unknown): Failure | undefined {
  if (error instanceof TokenTrayError) return error.failure;
  return error instanceof URIError
    ? failure('invalid_request', { detail: 'its path is badly encoded' })
    : undefined;
}
