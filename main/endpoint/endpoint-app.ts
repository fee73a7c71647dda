import type { Socket } from 'node:net';
import express, { type Express, type RequestHandler } from 'express';
import { failure, type Failure } from '../contract/errors.ts';
import type { EndpointCore, Log } from '../core/ports.ts';
import { wallClock } from '../core/wall-clock.ts';
import {
  answerHeaders,
  send,
  type Answer,
  type AnswerUnread,
  newRequestId,
  handleErrors,
} from '../server/answer.ts';
import { answerPreflight, isPreflight } from './answer/cors.ts';
import { createHeldAnswers } from './answer/drill-answer.ts';
import { failureAnswer } from './answer/failure-answer.ts';
import { callerOf, guardedExchange, refuse } from './exchange.ts';
import { guardRequests } from './guards/guard-requests.ts';
import { landingPage } from './routes/landing-page.ts';
import { checkRoutes, type CheckOptions } from './routes/check-routes.ts';
import { healthRoute, openApiRoute, type HealthOptions } from './routes/about-routes.ts';
import { HEALTH_PATH, OPENAPI_PATH, ROOT_PATH, TOKEN_PATHS } from './routes/paths.ts';
import { tokenRoute } from './routes/token-route.ts';

export interface EndpointAppOptions extends HealthOptions, CheckOptions {
  log: Log;
  /** Where the app's window is, for the page for people. */
  uiHint?: () => string | undefined;
}

export interface EndpointApp {
  /** An app without a port; the listener mounts it. */
  app: Express;
  /** The answer to what never became a request. */
  answerUnread: AnswerUnread;
}

/**
 * The public endpoint: tokens, `/health`, `/openapi.json`, a page for people who open it in a browser, and an open phone check. The guards come
 * before every route, those that do not exist included.
 */
export function createEndpointApp(core: EndpointCore, options: EndpointAppOptions): EndpointApp {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', false);
  app.set('query parser', 'simple');

  const held = createHeldAnswers();
  app.use(guardRequests(core));
  app.use(
    byPath([
      ...TOKEN_PATHS.map((path) => [path.path, tokenRoute(core, path, held)] as const),
      ['/', landingPage(options, tokenRoute(core, ROOT_PATH, held))],
      [HEALTH_PATH, healthRoute(core, options)],
      [OPENAPI_PATH, openApiRoute(core, options)],
      ...checkRoutes(core, options),
    ]),
  );
  app.use(notFound(core));
  app.use(
    handleErrors({
      log: options.log,
      requestId: ({ exchange }) => exchange?.raw.id ?? newRequestId(),
      refuse: (problem, { exchange }, response) => {
        if (exchange !== undefined) refuse(core, exchange, problem);
        else send(response, failureAnswer(problem, newRequestId()));
      },
    }),
  );
  return { app, answerUnread: (problem, socket) => answerUnread(core, problem, socket) };
}

/**
 * Answers by the route of a path, found by one look-up. Express would try the pattern of each route in
 * turn, for each request, and compile each of them while the first token is waited for. The guards have
 * put the canonical path in `url`; its case does not count.
 */
function byPath(
  routes: readonly (readonly [path: string, route: RequestHandler])[],
): RequestHandler {
  const byLowerCase = new Map(routes.map(([path, route]) => [path.toLowerCase(), route]));
  return (request, response, next) => {
    const route = byLowerCase.get(request.url.toLowerCase());
    if (route === undefined) {
      next();
      return undefined;
    }
    return route(request, response, next);
  };
}

/** What browsers ask of every site by themselves. */
const ASKED_BY_BROWSERS = /^\/(?:favicon\.ico|apple-touch-icon[\w-]*\.png|\.well-known\/.*)$/;

/** A preflight passes even here: without it, a page could not read the answer that says so. */
function notFound(core: EndpointCore): RequestHandler {
  return (request, response) => {
    const exchange = guardedExchange(request);
    const { raw, headers } = exchange;
    const missing = failure('not_found');
    if (isPreflight(exchange)) answerPreflight(exchange);
    else if (ASKED_BY_BROWSERS.test(raw.path))
      send(response, failureAnswer(missing, raw.id, headers));
    else refuse(core, exchange, missing);
  };
}

/** There is no method and no path: the parser did not get that far, or did not tell. */
function answerUnread(core: EndpointCore, problem: Failure, socket: Socket): Answer {
  const id = newRequestId();
  const answer = failureAnswer(problem, id);
  core.refuse(
    {
      id,
      receivedAt: wallClock(),
      method: '',
      target: '',
      path: '',
      headers: {},
      body: '',
      caller: callerOf(socket.remoteAddress, ''),
      answer: { headers: answerHeaders(answer), body: answer.body.toString() },
    },
    problem,
    { rule: 'request' },
  );
  return answer;
}
