import type { ErrorRequestHandler } from 'express';
import { errorTrace } from '../../contract/error-trace.ts';
import { failure } from '../../contract/errors.ts';
import type { EndpointCore, Log } from '../../core/ports.ts';
import { failureAnswer, newRequestId } from '../answer/failure-answer.ts';
import { send } from '../../server/answer.ts';

/** The one place where an exception becomes an answer. The log has its trace under the ID that the answer names. */
export function unexpectedError(core: EndpointCore, log: Log): ErrorRequestHandler {
  // Express tells an error handler by its four parameters.
  return (error: unknown, request, response, _next) => {
    const requestId = newRequestId();
    log('error', 'A request failed unexpectedly.', { requestId, ...errorTrace(error) });
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const { exchange } = request;
    const internal = failure('internal', { requestId });
    if (exchange !== undefined) core.refuse(exchange.raw, internal);
    send(request, response, failureAnswer(internal, exchange?.cors));
  };
}
