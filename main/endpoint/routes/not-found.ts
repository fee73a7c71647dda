import type { RequestHandler } from 'express';
import { failure } from '../../contract/errors.ts';
import type { EndpointCore } from '../../core/ports.ts';
import { failureAnswer } from '../answer/failure-answer.ts';
import { send } from '../../server/answer.ts';
import { guardedExchange } from '../exchange.ts';
import { answerPreflight, isPreflight } from './answer-options.ts';

/** What browsers ask of every site by themselves. */
const ASKED_BY_BROWSERS = /^\/(?:favicon\.ico|apple-touch-icon[\w-]*\.png|\.well-known\/.*)$/;

/**
 * Nothing is here. A preflight passes all the same, since a page could not read the answer that says so
 * otherwise.
 */
export function notFound(core: EndpointCore): RequestHandler {
  return (request, response) => {
    const exchange = guardedExchange(request);
    if (isPreflight(request, exchange)) {
      answerPreflight(request, response, exchange);
      return;
    }
    const missing = failure('not_found');
    if (!ASKED_BY_BROWSERS.test(exchange.raw.path)) core.refuse(exchange.raw, missing);
    send(request, response, failureAnswer(missing, exchange.cors));
  };
}
