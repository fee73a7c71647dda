import express, { type Express } from 'express';
import type { EndpointCore, Log } from '../core/ports.ts';
import { guardRequests } from './guards/guard-requests.ts';
import { landingPage } from './landing-page/landing-page.ts';
import { byPath } from './routes/by-path.ts';
import { healthRoute, type HealthOptions } from './routes/health-route.ts';
import { notFound } from './routes/not-found.ts';
import { HEALTH_PATH, TOKEN_PATHS } from './routes/token-paths.ts';
import { tokenRoute } from './routes/token-route.ts';
import { unexpectedError } from './routes/unexpected-error.ts';

export interface EndpointAppOptions extends HealthOptions {
  log: Log;
  /** Where the app's window is, for the page for people. */
  uiHint?: () => string | undefined;
}

/**
 * The public endpoint: tokens, `/health`, and a page for whoever opens it in a browser. An app without a
 * port; the listener mounts it. Nothing of a request is trusted before the guards have passed it, and
 * they stand before every route, the missing ones included.
 */
export function createEndpointApp(core: EndpointCore, options: EndpointAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', false);
  app.set('query parser', 'simple');

  app.use(guardRequests(core));
  app.get('/', landingPage(options));
  app.use(
    byPath([
      ...TOKEN_PATHS.map((path) => [path.path, tokenRoute(core, path)] as const),
      [HEALTH_PATH, healthRoute(core, options)],
    ]),
  );
  app.use(notFound(core));
  app.use(unexpectedError(core, options.log));
  return app;
}
