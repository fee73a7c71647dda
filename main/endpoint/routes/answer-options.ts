import type { Request, Response } from 'express';
import { preflightHeaders } from '../answer/cors.ts';
import { sendEmpty } from '../../server/answer.ts';
import type { Exchange } from '../exchange.ts';

/** Whether a browser asks on behalf of an allowed page what it may send. */
export function isPreflight(request: Request, { cors }: Exchange): boolean {
  return (
    request.method === 'OPTIONS' &&
    cors.length > 0 &&
    request.headers['access-control-request-method'] !== undefined
  );
}

export function answerPreflight(request: Request, response: Response, { cors }: Exchange): void {
  const asked = request.headers['access-control-request-headers'];
  sendEmpty(response, 204, [...cors, ...preflightHeaders(asked)]);
}

/** An OPTIONS that is no preflight is told the methods. */
export function answerOptions(
  request: Request,
  response: Response,
  exchange: Exchange,
  allow: string,
): void {
  if (isPreflight(request, exchange)) answerPreflight(request, response, exchange);
  else sendEmpty(response, 204, [...exchange.cors, 'Allow', allow]);
}
