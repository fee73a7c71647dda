import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { Socket } from 'node:net';
import { failure } from '../contract/errors.ts';
import { failureAnswer } from '../endpoint/answer/failure-answer.ts';
import { send } from './answer.ts';
import { answerClientError } from './parser-errors.ts';
import { limitServer, serverOptions, type ServerLimits } from './limits.ts';
import { messageClasses } from './express-prototypes.ts';

/** A server of one address, and what its stop needs to know. */
export interface HttpServer {
  server: Server;
  /** Every open connection, with the latest answer on it. */
  connections: Map<Socket, ServerResponse | undefined>;
  /** Once set, each answer ends its connection. */
  stopping: boolean;
}

/** `onError`: told what went wrong while accepting, such as too many open files; unheard, it would end the process. */
export function createHttpServer(
  app: RequestListener,
  limits: ServerLimits,
  onError: (error: Error) => void,
): HttpServer {
  const server = createServer({ ...serverOptions(limits), ...messageClasses(app) });
  const connections: HttpServer['connections'] = new Map();
  const httpServer: HttpServer = { server, connections, stopping: false };
  limitServer(server, limits);
  server.on('listening', () => server.on('error', onError));

  server.on('connection', (socket) => {
    connections.set(socket, undefined);
    socket.once('close', () => connections.delete(socket));
  });
  server.on('request', inTurn(httpServer, app));
  server.on(
    'checkExpectation',
    inTurn(httpServer, (request, response) => {
      const unknown = failure('invalid_request', { detail: 'only "100-continue" can be expected' });
      send(request, response, { ...failureAnswer(unknown), status: 417, close: true });
    }),
  );
  server.on('clientError', (error, socket) => {
    // Node's type says Duplex, for what a test or a proxy may hand in; what was accepted is a socket.
    if (socket instanceof Socket) answerClientError(error, socket, connections.get(socket));
    else socket.destroy();
  });
  return httpServer;
}

/**
 * Hands requests to `listener` one after another per connection. Node hands over what was pipelined at
 * once; a request behind one that is then refused must not be served: where the first was a smuggling
 * attempt, the second may be its load.
 */
function inTurn(httpServer: HttpServer, listener: RequestListener): RequestListener {
  const { connections } = httpServer;
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    if (httpServer.stopping) response.setHeader('Connection', 'close');
    listener(request, response);
  };
  return (request, response) => {
    const { socket } = request;
    const earlier = connections.get(socket);
    connections.set(socket, response);
    // Not writableFinished: that is true as soon as the system took the bytes, so within the very
    // chunk that holds the next request.
    if (earlier === undefined || earlier.destroyed) {
      serve(request, response);
      return;
    }
    earlier.once('close', () => {
      if (earlier.writableEnded && earlier.statusCode < 400 && !socket.destroyed) {
        serve(request, response);
      } else socket.destroy();
    });
  };
}
