import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import { failure, type Failure } from '../contract/errors.ts';
import { isLoopbackHostname } from '../contract/livekit-url.ts';
import { parseHostHeader } from '../server/host-header.ts';
import { sendFailure } from './send-reply.ts';

/**
 * Refuses, before any route and before a body is read, what did not come from the window itself or from
 * a program on this machine: foreign names for this host (DNS rebinding), foreign origins, loads that a
 * page of another site started, and WebSockets, which nothing here speaks.
 */
export function guardWindow(request: Request, response: Response, next: NextFunction): void {
  const problem = refusal(request);
  if (problem === undefined) {
    next();
    return;
  }
  response.setHeader('Connection', 'close');
  sendFailure(response, problem);
}

function refusal(request: IncomingMessage): Failure | undefined {
  const { headers, url = '', socket } = request;
  const port = socket.localPort ?? 0;
  // A proxy's form of the target names a host of its own, so the Host header would prove nothing.
  if (!url.startsWith('/')) return failure('invalid_request', { detail: 'its target is no path' });
  const hosts = headerValues(request, 'host');
  const host = hosts.length === 1 ? parseHostHeader(hosts[0] ?? '') : undefined;
  if (host === undefined) return failure('host_missing', { port });
  if (!isLoopbackHostname(host.hostname)) return failure('window_host_not_allowed', { port });
  if (headers.upgrade !== undefined) {
    return failure('invalid_request', { detail: 'nothing here speaks WebSocket' });
  }
  const origins = headerValues(request, 'origin');
  if (origins.some((origin) => origin !== `http://${headers.host}`)) {
    return failure('window_origin_not_allowed');
  }
  return isForeignLoad(request) ? failure('window_origin_not_allowed') : undefined;
}

/** A link may lead to the window from anywhere; scripts, images, frames and fetches of other pages may not. */
function isForeignLoad({ headers, method }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin') return false;
  const isNavigation =
    method === 'GET' &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document';
  return !(isNavigation || site === 'none');
}

/** Node keeps the first of two Host lines and joins others, so the lines are counted as they came. */
function headerValues({ rawHeaders }: IncomingMessage, name: string): string[] {
  return rawHeaders.filter(
    (_value, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name,
  );
}
