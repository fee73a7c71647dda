import { EventEmitter, once } from 'node:events';
import express, { type Express } from 'express';
import { ERRORS } from '../../../main/contract/errors.ts';
import {
  createHttpServer,
  type HttpServer,
  SERVER_LIMITS,
} from '../../../main/server/http-server.ts';
import type { AnswerUnread } from '../../../main/server/answer.ts';

export interface SmallApp {
  app: Express;
  answerUnread: AnswerUnread;
  /** The paths that were asked for, besides /health, in order. */
  served: string[];
  /** Resolves once so many requests, besides /health, have come. */
  until(count: number): Promise<void>;
  /** Answers the requests that `?hold` keeps waiting. */
  release(): void;
}

/**
 * The least app that the listener can serve: `/health` with the instance's id, a `/token` that says who
 * asked, with `?hold` once it is released, a `/refused`, and a `/stream` that never ends.
 */
export function smallApp(instanceId: string): SmallApp {
  const served: string[] = [];
  const events = new EventEmitter().setMaxListeners(0);
  const app = express();
  app.set('etag', false);
  app.get('/health', (_request, response) => {
    response.json({ instance_id: instanceId, version: '0.0.0', status: 'ok' });
  });
  app.use((request, _response, next) => {
    served.push(request.path);
    events.emit('served');
    next();
  });
  app.use('/token', async (request, response) => {
    if (request.query['hold'] !== undefined) await once(events, 'release');
    response.json({ from: instanceId, query: request.query });
  });
  app.use('/refused', (_request, response) => {
    response.status(400).set('Connection', 'close').json({ error: 'refused' });
  });
  app.use('/stream', (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(': hello\n\n');
  });
  return {
    app,
    answerUnread,
    served,
    until: async (count) => {
      while (served.length < count) await once(events, 'served');
    },
    release: () => void events.emit('release'),
  };
}

/** As short as an answer to what was no request can be. */
const answerUnread: AnswerUnread = ({ code }) => ({
  id: 'req-unread',
  status: ERRORS[code].status,
  type: 'application/json',
  body: JSON.stringify({ error: code, message: ERRORS[code].message }),
  code,
});

/** A server of the small app, with the real limits. */
export function smallServer(app: Express = smallApp('me').app): HttpServer {
  return createHttpServer({ app, answerUnread, limits: SERVER_LIMITS, onError: () => undefined });
}
