import type { Request, Response } from 'express';
import type { Failure } from '../contract/errors.ts';
import type { EndpointCore, RawRequest } from '../core/ports.ts';
import { wallClock } from '../core/wall-clock.ts';
import { send, type Answer, newRequestId } from '../server/answer.ts';
import { failureAnswer } from './answer/failure-answer.ts';
import { canonicalPath } from './routes/paths.ts';

/** One request on its way to its answer. */
export interface Exchange {
  request: Request;
  response: Response;
  raw: RawRequest;
  /** The headers of every answer to it, names and values in turn; with those of CORS where an allowed page asks. */
  headers: readonly string[];
  /** Whether the guards found that the page that asks may. */
  isAllowedPage: boolean;
}

declare module 'express-serve-static-core' {
  interface Request {
    /** Set by the guards, which come before every route. */
    exchange?: Exchange;
  }
}

/** What answers differ by, so that no cache gives one caller's answer to another. */
const VARY: readonly string[] = ['Vary', 'Accept, Origin, Accept-Encoding'];

/** What is known of a request from its head alone, nothing of it parsed. */
export function beginExchange(request: Request, response: Response): Exchange {
  const { url, headers, socket } = request;
  const host = headers.host ?? '';
  const port = host.lastIndexOf(':');
  const raw: RawRequest = {
    id: newRequestId(),
    receivedAt: wallClock(),
    method: request.method,
    target: url,
    path: canonicalPath(url),
    headers,
    body: '',
    caller: callerOf(
      socket.remoteAddress,
      port > host.lastIndexOf(']') ? host.slice(0, port) : host,
    ),
  };
  const bodyBytes = announcedBytes(request);
  if (bodyBytes !== undefined) raw.bodyBytes = bodyBytes;
  if (headers.origin !== undefined) raw.caller.origin = headers.origin;
  const userAgent = headers['user-agent'];
  if (userAgent !== undefined) raw.caller.userAgent = userAgent;
  const exchange: Exchange = { request, response, raw, headers: VARY, isAllowedPage: false };
  request.exchange = exchange;
  return exchange;
}

/** `host`: the name by which the caller reached us, without port. */
export function callerOf(address: string | undefined, host: string): RawRequest['caller'] {
  return { host, from: isLoopback(address) ? 'loopback' : 'lan', address: address ?? '' };
}

/**
 * By the connection's own address alone: headers such as X-Forwarded-For say what they like. The address
 * is unknown once the connection is gone; nothing is granted to it then.
 */
function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}

function announcedBytes({ headers }: Request): number | undefined {
  if (headers['transfer-encoding'] !== undefined) return undefined;
  return Number(headers['content-length'] ?? 0);
}

/** For routes, which come after the guards. */
export function guardedExchange({ exchange }: Request): Exchange {
  if (exchange === undefined) throw new Error('A route was reached around the guards.');
  return exchange;
}

/** Sends the answer, which the activity then shows. */
export function sendRecorded(
  { raw, response }: Pick<Exchange, 'raw' | 'response'>,
  answer: Answer,
): void {
  raw.answer = { headers: send(response, answer), body: answer.text ?? answer.body.toString() };
}

/** Refuses a request: on the wire and in the activity. */
export function refuse(
  core: EndpointCore,
  exchange: Exchange,
  failure: Failure,
  {
    blocked,
    headers = [],
  }: { blocked?: Parameters<EndpointCore['refuse']>[2]; headers?: readonly string[] } = {},
): void {
  const { raw, headers: own } = exchange;
  core.refuse(raw, failure, blocked);
  sendRecorded(exchange, failureAnswer(failure, raw.id, [...own, ...headers]));
}
