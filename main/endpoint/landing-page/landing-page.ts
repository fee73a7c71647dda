import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { RawRequest } from '../../core/ports.ts';
import { send } from '../../server/answer.ts';
import { guardedExchange } from '../exchange.ts';
import { LANDING_PAGE_STYLE } from './landing-page-style.ts';
import { landingPageText } from './landing-page-text.ts';

/** Nothing may be loaded and nothing may run; the one style is known by its hash. */
function contentSecurityPolicy(): string {
  const hash = createHash('sha256').update(LANDING_PAGE_STYLE).digest('base64');
  return [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export interface LandingPageOptions {
  version: string;
  uiHint?: () => string | undefined;
}

/** One page for people, at `/`; anything that does not ask for a page gets a token there. */
export function landingPage(
  { version, uiHint }: LandingPageOptions,
  otherwise: RequestHandler,
): RequestHandler {
  const headers = ['Content-Security-Policy', contentSecurityPolicy(), 'X-Frame-Options', 'DENY'];
  return (request, response, next) => {
    const { raw, headers: own } = guardedExchange(request);
    const { accept, host = '' } = request.headers;
    if (!isPageForPeople(raw, accept)) {
      return otherwise(request, response, next);
    }
    const body = landingPageText({ url: `http://${host}`, uiHint: uiHint?.(), version });
    send(response, {
      id: raw.id,
      status: 200,
      type: 'text/html; charset=utf-8',
      body,
      headers: [...own, ...headers],
    });
    return undefined;
  };
}

/**
 * Whether a person opened the endpoint in a browser on this machine. On the LAN nothing but tokens and
 * `/health` is answered.
 */
export function isPageForPeople(
  { method, path, caller: { from } }: Pick<RawRequest, 'method' | 'path' | 'caller'>,
  accept: string | undefined,
): boolean {
  return (
    path === '/' &&
    (method === 'GET' || method === 'HEAD') &&
    from === 'loopback' &&
    accept?.includes('text/html') === true
  );
}
