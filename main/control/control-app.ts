import express, { type Express, type RequestHandler } from 'express';
import { failure } from '../contract/errors.ts';
import {
  EVENTS_PATH,
  SESSION_CODE_PARAMETER,
  SESSION_CODE_SECONDS,
  SESSION_LINK_PATH,
  SESSION_PATH,
  CALL_PATH,
  type SessionGrant,
  type SessionLink,
} from '../contract/http-protocol.ts';
import { isJsonObject } from '../contract/json.ts';
import type { Log } from '../core/ports.ts';
import type { TokenTray } from '../core/create-token-tray.ts';
import { REQUEST_ID_HEADER } from '../server/request-id.ts';
import { handleErrors } from '../server/unexpected-error.ts';
import { createEventStreams, type EventStreams } from './event-stream.ts';
import { guardWindow } from './guard.ts';
import { readJson } from './read-json.ts';
import { setResponseHeaders } from './response-headers.ts';
import { sendFailure, sendReply } from './send-reply.ts';
import type { Session } from './session.ts';

export interface ControlAppOptions extends Pick<TokenTray, 'dispatch' | 'listen'> {
  session: Session;
  /** The built window. */
  rendererFolder: string;
  /** A link to the window with a fresh code, once it is known where it answers. */
  newLink: () => string;
  log: Log;
}

export interface ControlApp {
  app: Express;
  streams: EventStreams;
}

/**
 * The window over HTTP: its calls, its events and its files. For the headless host on a loopback address
 * only. Without a session nothing but the static files and the exchange of a code answers.
 */
export function createControlApp({
  dispatch,
  listen,
  session,
  rendererFolder,
  newLink,
  log,
}: ControlAppOptions): ControlApp {
  const streams = createEventStreams({ dispatch, listen });
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.disable('trust proxy');
  app.set('query parser', false);
  app.set('case sensitive routing', true);
  app.set('strict routing', true);

  app.use(setResponseHeaders, guardWindow);

  app.post(SESSION_PATH, async (request, response) => {
    const input = await readJson(request);
    const code = isJsonObject(input) ? input[SESSION_CODE_PARAMETER] : undefined;
    if (typeof code !== 'string' || !session.redeem(code)) {
      sendFailure(response, failure('sign_in_code_used', { seconds: SESSION_CODE_SECONDS }));
      return;
    }
    const value: SessionGrant = { token: session.token };
    sendReply(response, { ok: true, value });
  });
  app.all(SESSION_PATH, refuseMethod('POST'));

  app.use('/api', (request, response, next) => {
    if (session.accepts(request.headers.authorization)) {
      next();
      return;
    }
    response.set('WWW-Authenticate', 'Bearer');
    sendFailure(response, failure('unauthorized'));
  });

  app.post(SESSION_LINK_PATH, (_request, response) => {
    const value: SessionLink = { url: newLink(), expiresInSeconds: SESSION_CODE_SECONDS };
    sendReply(response, { ok: true, value });
  });
  app.all(SESSION_LINK_PATH, refuseMethod('POST'));

  app.post(`${CALL_PATH}:name`, async (request, response) => {
    const { name } = request.params;
    sendReply(response, await dispatch(name, await readJson(request)));
  });
  app.all(`${CALL_PATH}:name`, refuseMethod('POST'));

  app.get(EVENTS_PATH, (request, response) => streams.open(request, response));
  app.all(EVENTS_PATH, refuseMethod('GET'));

  app.use((request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') next();
    else refuseMethod('GET, HEAD')(request, response, next);
  });
  app.use(
    express.static(rendererFolder, {
      dotfiles: 'ignore',
      redirect: false,
      cacheControl: false,
      etag: false,
      lastModified: false,
      // The names of built parts hold their digest; the page itself is always fetched again.
      setHeaders: (response, path) => {
        if (/[\\/]assets[\\/]/.test(path))
          response.setHeader('Cache-Control', 'private, max-age=31536000, immutable');
      },
    }),
  );
  app.use((_request, response) => {
    sendFailure(response, failure('not_found'));
  });
  app.use(
    handleErrors({
      log,
      requestId: (_request, response) => String(response.getHeader(REQUEST_ID_HEADER)),
      refuse: (error, _request, response) => sendFailure(response, error),
    }),
  );
  return { app, streams };
}

function refuseMethod(allow: string): RequestHandler {
  return (request, response) => {
    response.setHeader('Allow', allow);
    sendFailure(response, failure('method_not_allowed', { method: request.method, allow }));
  };
}
