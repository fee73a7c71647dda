import {
  sendEmpty,
  DRILL_HEADER,
  ERROR_CODE_HEADER,
  REQUEST_ID_HEADER,
  TROUBLE_HEADER,
} from '../../server/answer.ts';
import type { Exchange } from '../exchange.ts';
import { IDENTITY_HEADER, IGNORED_HEADER } from './token-answer.ts';

/** The methods that token routes answer, as preflights are told. */
export const CORS_METHODS = 'GET,POST,PUT,PATCH,OPTIONS';

/** What clients of LiveKit send; named where a preflight does not say what it wants. */
const USUAL_HEADERS = 'authorization,content-type,x-sandbox-id';

/** Header names, as a preflight lists them. */
const HEADER_LIST = /^[\w!#$%&'*+.^`|~-]+(?: ?, ?[\w!#$%&'*+.^`|~-]+)*$/;

/** How long a browser may remember a preflight, so that an origin taken off the list is soon refused. */
const MAX_AGE_SECONDS = 600;

/** What a page's script may read beside the usual headers. */
const EXPOSED_HEADERS = [
  REQUEST_ID_HEADER,
  ERROR_CODE_HEADER,
  IGNORED_HEADER,
  IDENTITY_HEADER,
  TROUBLE_HEADER,
  DRILL_HEADER,
  'WWW-Authenticate',
  'Retry-After',
].join(', ');

/**
 * The headers that let a page of `origin` read an answer. Always that one origin, never `*`.
 * `withCredentials`: on token routes, since clients may ask with `credentials: 'include'`; no route reads a cookie.
 */
export function corsHeaders(origin: string, withCredentials: boolean): readonly string[] {
  const headers = [
    'Access-Control-Allow-Origin',
    origin,
    'Access-Control-Expose-Headers',
    EXPOSED_HEADERS,
  ];
  return withCredentials ? [...headers, 'Access-Control-Allow-Credentials', 'true'] : headers;
}

/** Whether a browser asks on behalf of an allowed page what it may send. */
export function isPreflight({ request: { method, headers }, isAllowedPage }: Exchange): boolean {
  return (
    method === 'OPTIONS' && isAllowedPage && headers['access-control-request-method'] !== undefined
  );
}

export function answerPreflight({ request, response, raw: { id }, headers: own }: Exchange): void {
  const asked = request.headers['access-control-request-headers'];
  const allowed = asked !== undefined && HEADER_LIST.test(asked) ? asked : USUAL_HEADERS;
  const headers = [
    ...own,
    'Access-Control-Allow-Methods',
    CORS_METHODS,
    'Access-Control-Allow-Headers',
    allowed,
    'Access-Control-Max-Age',
    String(MAX_AGE_SECONDS),
  ];
  sendEmpty(response, { id, status: 204, headers });
}

/** An OPTIONS that is no preflight is told the methods. */
export function answerOptions(exchange: Exchange, allow: string): void {
  const { response, raw, headers } = exchange;
  if (isPreflight(exchange)) answerPreflight(exchange);
  else sendEmpty(response, { id: raw.id, status: 204, headers: [...headers, 'Allow', allow] });
}
