import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import { send } from '../../server/answer.ts';
import { guardedExchange } from '../exchange.ts';
import { LANDING_PAGE_STYLE } from './landing-page-style.ts';
import { landingPageText } from './landing-page-text.ts';
import { isPageForPeople } from './page-for-people.ts';

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

/** One page for people, at `/`; whatever does not ask for a page gets a token there. */
export function landingPage({ version, uiHint }: LandingPageOptions): RequestHandler {
  const headers = [
    'Content-Security-Policy',
    contentSecurityPolicy(),
    'X-Frame-Options',
    'DENY',
    'Vary',
    'Accept',
  ];
  return (request, response, next) => {
    const { path, caller } = guardedExchange(request).raw;
    const { accept, host = '' } = request.headers;
    if (!isPageForPeople(request.method, path, accept, caller.from)) {
      next();
      return;
    }
    const body = landingPageText({ url: `http://${host}`, uiHint: uiHint?.(), version });
    send(request, response, { status: 200, type: 'text/html; charset=utf-8', body, headers });
  };
}
