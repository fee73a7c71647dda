import type { NextFunction, Request, Response } from 'express';
import { newRequestId, REQUEST_ID_HEADER } from '../server/request-id.ts';

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
