import { hostname } from 'node:os';
import type { Request, RequestHandler } from 'express';
import type { AccessSettings, EndpointCore } from '../../core/ports.ts';
import { corsHeaders } from '../answer/cors.ts';
import { failureAnswer } from '../answer/failure-answer.ts';
import { send } from '../../server/answer.ts';
import type { Exchange } from '../exchange.ts';
import { isPageForPeople } from '../landing-page/page-for-people.ts';
import { NO_FORM_FIELDS, readFormFields } from '../read/form-fields.ts';
import { readPeer } from '../read/peer.ts';
import { rawRequest } from '../read/raw-request.ts';
import { readSelection } from '../read/selection.ts';
import { canonicalPath, queryText } from '../routes/canonical-path.ts';
import { HEALTH_PATH, isTokenPath } from '../routes/token-paths.ts';
import type { Blocked } from './blocked.ts';
import { checkCaller } from './caller.ts';
import { createDecisions, type Decisions } from './decisions.ts';
import { checkFetchMetadata } from './fetch-metadata.ts';
import { singleHost } from './host.ts';
import { createRateLimiter, type RateLimiter } from './rate.ts';
import { checkSize } from './size.ts';
import { checkTarget } from './target.ts';

const NO_HEADERS: readonly string[] = [];

/**
 * Every guard, in the order in which each may trust the one before it: Host, Origin (or what the browser
 * says where there is none), key, size. All of them run before a byte of the body is read, on every
 * path, and a stopped request ends its connection.
 */
export function guardRequests(core: EndpointCore): RequestHandler {
  const machineName = hostname();
  const limiter = createRateLimiter(() => performance.now());
  let decisions: Decisions | undefined;

  return (request, response, next) => {
    const access = core.access();
    const port = request.socket.localPort ?? 0;
    if (decisions?.access !== access || decisions.port !== port) {
      decisions = createDecisions({ access, machineName, port });
    }
    const host = checkTarget(request.url) ?? decisions.host(singleHost(request.rawHeaders));
    const exchange = beginExchange(request, 'hostname' in host ? host.hostname : undefined);
    const blocked =
      ('hostname' in host ? checkPage(request, exchange, decisions) : host) ??
      checkRest(request, exchange, access, limiter);
    request.exchange = exchange;
    if (blocked === undefined) {
      request.url = exchange.raw.path;
      next();
      return;
    }
    const { failure, ...rule } = blocked;
    core.refuse(exchange.raw, failure, rule);
    send(request, response, { ...failureAnswer(failure, exchange.cors), close: true });
  };
}

/** `hostname`: of a Host that is allowed; the activity shows any other as it was sent. */
function beginExchange(request: Request, hostname: string | undefined): Exchange {
  const { url, headers } = request;
  const peer = readPeer(request.socket.remoteAddress);
  const host = hostname ?? (headers.host ?? '').replace(/:\d*$/, '');
  const raw = rawRequest(request, { peer, host, path: canonicalPath(url) });
  const read = readFormFields(queryText(url));
  const query = 'code' in read ? NO_FORM_FIELDS : read;
  const selection = readSelection(query, headers['x-sandbox-id']);
  const exchange: Exchange = { raw, query, selection, cors: NO_HEADERS };
  if ('code' in read) exchange.queryFailure = read;
  return exchange;
}

/** Which page asks, if one does. Sets the headers by which it may read the answer. */
function checkPage(
  { headers, method }: Request,
  exchange: Exchange,
  decisions: Decisions,
): Blocked | undefined {
  const { path, caller } = exchange.raw;
  if (headers.origin === undefined) {
    const metadata = {
      site: single(headers['sec-fetch-site']),
      mode: single(headers['sec-fetch-mode']),
      dest: single(headers['sec-fetch-dest']),
    };
    return checkFetchMetadata(metadata, isPageForPeople(method, path, headers.accept, caller.from));
  }
  const blocked = decisions.origin(headers.origin, caller.host);
  if (blocked === undefined) exchange.cors = corsHeaders(headers.origin, isTokenPath(path));
  return blocked;
}

/** Who asks, and with how much. */
function checkRest(
  { headers, method }: Request,
  { raw: { path, caller }, selection }: Exchange,
  access: AccessSettings,
  limiter: RateLimiter,
): Blocked | undefined {
  const { from, address } = caller;
  const isOpen =
    method === 'OPTIONS' ||
    path === HEALTH_PATH ||
    isPageForPeople(method, path, headers.accept, from);
  const { authorization } = headers;
  return (
    checkCaller({ from, address, isOpen, authorization, selection }, access, limiter) ??
    checkSize(headers['content-length'])
  );
}

/** A header that is not one of Node's known ones may come twice; then Node joins them or lists them. */
function single(header: string | string[] | undefined): string | undefined {
  return header === undefined ? undefined : String(header);
}
