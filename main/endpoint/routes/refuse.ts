import type { Request, Response } from 'express';
import type { Failure } from '../../contract/errors.ts';
import type { EndpointCore } from '../../core/ports.ts';
import { failureAnswer } from '../answer/failure-answer.ts';
import { send } from '../../server/answer.ts';
import type { Exchange } from '../exchange.ts';

/** Refuses a request: on the wire and in the activity. */
export function refuse(
  core: EndpointCore,
  { request, response, exchange }: { request: Request; response: Response; exchange: Exchange },
  failure: Failure,
  headers: readonly string[] = [],
): void {
  core.refuse(exchange.raw, failure);
  send(request, response, failureAnswer(failure, [...exchange.cors, ...headers]));
}
