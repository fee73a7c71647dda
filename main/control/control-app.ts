import express, { type Express, type RequestHandler } from 'express';
import type { Request, Response } from 'express';
import { EVENT_NAMES } from '../contract/client.ts';
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
  EVENTS_COMMENT_SECONDS,
  formatEventFrame,
} from '../contract/http-protocol.ts';
import { isJsonObject } from '../contract/json.ts';
import type { TokenTray } from '../core/create-token-tray.ts';
import type { Log } from '../core/ports.ts';
import { REQUEST_ID_HEADER, handleErrors } from '../server/answer.ts';
import type { Session } from './session.ts';
import {
  guardWindow,
  readJson,
  setResponseHeaders,
  sendFailure,
  sendReply,
} from './window-request.ts';

export interface ControlAppOptions extends Pick<TokenTray, 'dispatch' | 'listen'> {
  session: Session;
  /** The built window. */
  rendererFolder: string;
  /** A link to the window with a fresh code. */
  newLink: () => string;
  log: Log;
}

interface ControlApp {
  app: Express;
  streams: EventStreams;
}

/**
 * The window over HTTP: its calls, its events and its files. For the headless host on a loopback address
 * only. Without a session, only the static files and the exchange of a code are answered.
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

interface EventStreams {
  open(request: Request, response: Response): Promise<void>;
  /** Ends every stream, so that the listener can close. */
  close(): void;
}

const MAX_STREAMS = 32;
/** A window that stops reading (a tab put to sleep) is cut off; when it reconnects it gets the whole state. */
const MAX_PENDING_BYTES = 4 * 1024 * 1024;

/** Pushes the core's events to every open window as server-sent events. */
function createEventStreams({
  dispatch,
  listen,
}: Pick<TokenTray, 'dispatch' | 'listen'>): EventStreams {
  const open = new Set<() => void>();

  return {
    open: async (request, response) => {
      if (open.size >= MAX_STREAMS) {
        sendFailure(response, failure('too_many_windows', { limit: MAX_STREAMS }));
        return;
      }
      response.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'X-Accel-Buffering': 'no',
      });
      // Firefox resolves the fetch only after the first bytes of the body.
      response.write(': connected\n\n');
      const push = (text: string): void => {
        response.write(text);
        if (response.writableLength > MAX_PENDING_BYTES) response.destroy();
      };
      const removers = EVENT_NAMES.map((name) =>
        listen(name, (payload) => {
          push(formatEventFrame(name, payload));
        }),
      );
      const timer = setInterval(() => {
        push(': still here\n\n');
      }, EVENTS_COMMENT_SECONDS * 1000);
      const end = (): void => {
        response.end();
      };
      open.add(end);
      response.once('close', () => {
        open.delete(end);
        clearInterval(timer);
        for (const remove of removers) remove();
      });
      const state = await dispatch('state.get', undefined);
      if (state.ok && request.socket.writable) push(formatEventFrame('state.changed', state.value));
    },
    close: () => {
      for (const end of open) end();
    },
  };
}
