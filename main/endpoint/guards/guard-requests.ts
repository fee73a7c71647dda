import { hostname } from 'node:os';
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import type { AccessSettings, EndpointCore } from '../../core/token-request.ts';
import { corsHeaders } from '../answer/cors.ts';
import { failureAnswer } from '../answer/failure-answer.ts';
import { send } from '../answer/send.ts';
import { keepExchange, type Exchange } from '../exchange.ts';
import { isPageForPeople } from '../landing-page/page-for-people.ts';
import { NO_FORM_FIELDS, readFormFields } from '../read/form-fields.ts';
import { readPeer, type Peer } from '../read/peer.ts';
import { rawRequest } from '../read/raw-request.ts';
import { readTokenServerId } from '../read/token-server-id.ts';
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
    const path = canonicalPath(request.url);
    const peer = readPeer(request.socket.remoteAddress);
    const host = checkTarget(request.url) ?? decisions.host(singleHost(request.rawHeaders));
    const name = 'hostname' in host ? host.hostname : (request.headers.host ?? '');
    const query = readFormFields(queryText(request.url));
    const exchange: Exchange = {
      raw: rawRequest(request, { peer, host: name, path }),
      query: 'code' in query ? NO_FORM_FIELDS : query,
      ...('code' in query ? { queryFailure: query } : {}),
      tokenServerId: readTokenServerId(request.headers['x-sandbox-id']),
      cors: NO_HEADERS,
    };
    const blocked =
      ('hostname' in host ? checkPage(request, exchange, decisions, host.hostname) : host) ??
      checkRest(request, exchange, peer, { access, limiter });
    keepExchange(request, exchange);
    if (blocked === undefined) {
      request.url = path;
      next();
      return;
    }
    const { failure, ...rule } = blocked;
    core.refuse(exchange.raw, failure, rule);
    send(request, response, { ...failureAnswer(failure, exchange.cors), close: true });
  };
}

/** Which page asks, if one does. Sets the headers by which it may read the answer. */
function checkPage(
  request: IncomingMessage,
  exchange: Exchange,
  decisions: Decisions,
  host: string,
): Blocked | undefined {
  const { headers, method } = request;
  const { path, caller } = exchange.raw;
  if (headers.origin === undefined) {
    const metadata = {
      site: single(headers['sec-fetch-site']),
      mode: single(headers['sec-fetch-mode']),
      dest: single(headers['sec-fetch-dest']),
    };
    return checkFetchMetadata(metadata, isPageForPeople(method, path, headers.accept, caller.from));
  }
  const blocked = decisions.origin(headers.origin, host);
  if (blocked === undefined) exchange.cors = corsHeaders(headers.origin, isTokenPath(path));
  return blocked;
}

/** Who asks, and with how much. */
function checkRest(
  request: IncomingMessage,
  { raw: { path }, query, tokenServerId }: Exchange,
  peer: Peer,
  { access, limiter }: { access: AccessSettings; limiter: RateLimiter },
): Blocked | undefined {
  const { headers, method } = request;
  const isOpen =
    method === 'OPTIONS' ||
    path === HEALTH_PATH ||
    isPageForPeople(method, path, headers.accept, peer.from);
  const projectSlug = query.get('project');
  const { authorization } = headers;
  return (
    checkCaller({ peer, isOpen, authorization, tokenServerId, projectSlug }, access, limiter) ??
    checkSize(headers['content-length'])
  );
}

/** A header that is not one of Node's known ones may come twice; then Node joins them or lists them. */
function single(header: string | string[] | undefined): string | undefined {
  return header === undefined ? undefined : String(header);
}
