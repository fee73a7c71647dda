import type { ErrorRequestHandler } from 'express';
import { failure } from '../../contract/errors.ts';
import type { Log } from '../../core/ports.ts';
import type { EndpointCore } from '../../core/token-request.ts';
import { failureAnswer, newRequestId } from '../answer/failure-answer.ts';
import { send } from '../../server/answer.ts';

/** Frames of a stack that tell where an error came from. */
const FRAMES_LOGGED = 6;

/**
 * The one place where an exception becomes an answer. Neither the answer nor the log has its message,
 * which may quote a secret or a body: the log has its name and where it was thrown, under the ID that
 * the answer names.
 */
export function unexpectedError(core: EndpointCore, log: Log): ErrorRequestHandler {
  // Express tells an error handler by its four parameters.
  return (error: unknown, request, response, _next) => {
    const requestId = newRequestId();
    log('error', 'A request failed unexpectedly.', { requestId, ...traceOf(error) });
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

function traceOf(error: unknown): { error: string; at: string } {
  if (!(error instanceof Error)) return { error: typeof error, at: '' };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const at = frames
    .slice(0, FRAMES_LOGGED)
    .map((line) => line.trim())
    .join(' ');
  return { error: error.name, at };
}
