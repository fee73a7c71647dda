import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import type { Reply } from '../contract/client.ts';
import { failure, type Failure, TokenTrayError, ERRORS } from '../contract/errors.ts';
import { newRequestId, REQUEST_ID_HEADER, ERROR_CODE_HEADER } from '../server/answer.ts';
import {
  checkExpectation,
  checkSpeculation,
  checkTarget,
  refererOrigin,
  singleHost,
  readHostName,
} from '../server/request-checks.ts';

/**
 * Everything the window loads comes from its own host. No HSTS and no upgrade-insecure-requests: the
 * window is served over plain http on loopback, and Safari would upgrade even that into a blank page.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function setResponseHeaders(
  _request: Request,
  response: Response,
  next: NextFunction,
): void {
  response.set({
    [REQUEST_ID_HEADER]: newRequestId(),
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), display-capture=()',
    'Cache-Control': 'no-store',
  });
  next();
}

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

/** Enough for a settings export of 8 MiB with three bytes of JSON for each of its characters. */
const MAX_BYTES = 24 * 1024 * 1024;

/**
 * The JSON body of a request; `undefined` without one. Errors quote nothing of the body: it may
 * be a project with its secret.
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw new TokenTrayError('unsupported_encoding', { detail: 'compressed' });
  }
  if (Number(request.headers['content-length'] ?? 0) > MAX_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return bytes === 0 ? undefined : parse(Buffer.concat(chunks));
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new TokenTrayError('invalid_json', { detail: 'it cannot be parsed as UTF-8 JSON' });
  }
}

function tooLarge(): TokenTrayError {
  return new TokenTrayError('body_too_large', { limit: MAX_BYTES });
}

/** An error reply closes its connection. */
export function sendReply(response: Response, reply: Reply<unknown>): void {
  if (!reply.ok) response.set({ Connection: 'close', [ERROR_CODE_HEADER]: reply.error.code });
  response.status(reply.ok ? 200 : ERRORS[reply.error.code].status).json(reply);
}

export function sendFailure(response: Response, error: Failure): void {
  sendReply(response, { ok: false, error });
}
