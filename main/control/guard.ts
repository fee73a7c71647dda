import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import { failure, type Failure } from '../contract/errors.ts';
import {
  checkExpectation,
  checkSpeculation,
  checkTarget,
  refererOrigin,
  singleHost,
} from '../server/guards.ts';
import { readHostName } from '../server/host-name.ts';
import { sendFailure } from './send-reply.ts';

/**
 * Refuses, before any route and before a body is read, what did not come from the window itself or from
 * a program on this machine: foreign names for this host (DNS rebinding), foreign origins, loads that a
 * page of another site started, and WebSockets.
 */
export function guardWindow(request: Request, response: Response, next: NextFunction): void {
  const problem = refusal(request);
  if (problem === undefined) next();
  else sendFailure(response, problem);
}

function refusal(request: IncomingMessage): Failure | undefined {
  const { headers, url = '' } = request;
  return (
    checkTarget(url) ??
    checkHost(request) ??
    checkExpectation(headers) ??
    checkUpgrade(request) ??
    checkSpeculation(headers) ??
    checkPage(request)
  );
}

function checkHost({ rawHeaders, socket }: IncomingMessage): Failure | undefined {
  const port = socket.localPort ?? 0;
  const host = readHostName(singleHost(rawHeaders) ?? '');
  if (host === undefined) return failure('host_missing', { port });
  return host.kind === 'loopback' ? undefined : failure('window_host_not_allowed', { port });
}

function checkUpgrade({ headers }: IncomingMessage): Failure | undefined {
  return headers.upgrade === undefined
    ? undefined
    : failure('invalid_request', { detail: 'the window has no WebSocket' });
}

/** A link may lead to the window from anywhere; scripts, images, frames and fetches of other pages may not. */
function checkPage(request: IncomingMessage): Failure | undefined {
  const { headers, method } = request;
  const own = `http://${headers.host}`;
  const isLink =
    method === 'GET' &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document';
  const site = headers['sec-fetch-site'];
  const isOwnSite = site === undefined || site === 'same-origin' || site === 'none' || isLink;
  const referer = refererOrigin(headers);
  const isOwnReferer = referer === undefined || referer === own || isLink;
  return originLines(request).every((origin) => origin === own) && isOwnSite && isOwnReferer
    ? undefined
    : failure('window_origin_not_allowed');
}

/** Node joins two Origin lines, so they are read as they came. */
function originLines({ rawHeaders }: IncomingMessage): string[] {
  return rawHeaders.filter(
    (_value, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'origin',
  );
}
