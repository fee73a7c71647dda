import {
  createServer,
  IncomingMessage,
  type RequestListener,
  type Server,
  ServerResponse,
  type ServerOptions,
} from 'node:http';
import { Socket } from 'node:net';
import { answerParserError, type AnswerUnread } from './answer.ts';

/**
 * How long and how much a connection may take before it is closed. With Node's own defaults (60 s for a
 * head, 300 s for a request, any number of connections) a handful of slow clients can hold a server.
 */
export interface ServerLimits {
  /** For the whole head, counted from the connection or the answer before. */
  headersTimeoutMs: number;
  /** For the whole request. */
  requestTimeoutMs: number;
  /** How often the two above are checked; they can be late by this much. */
  checkEveryMs: number;
  keepAliveTimeoutMs: number;
  /** How long a connection may be idle in both directions, such as a client that does not read its answer. */
  idleTimeoutMs: number;
  maxHeaderBytes: number;
  maxHeaders: number;
  /** Per address. Above 5,000, so that a load test of that many sockets passes. */
  maxConnections: number;
  /** Requests that wait on one connection for the answer before theirs. */
  maxPipelined: number;
}

export const SERVER_LIMITS: Readonly<ServerLimits> = {
  headersTimeoutMs: 7_000,
  requestTimeoutMs: 11_000,
  // Each listener wakes the machine for it, also while nothing is connected.
  checkEveryMs: 3_000,
  keepAliveTimeoutMs: 5_000,
  idleTimeoutMs: 60_000,
  maxHeaderBytes: 16 * 1024,
  maxHeaders: 100,
  maxConnections: 6_000,
  maxPipelined: 16,
};

/** Connections waiting to be accepted, so that a burst of thousands need not try again a second later. */
export const BACKLOG = 4_096;

interface HttpServerOptions {
  /** An Express app, or any listener. It is also given requests with an unknown `Expect`. */
  app: RequestListener;
  limits: ServerLimits;
  answerUnread: AnswerUnread;
  /** Told of errors while accepting, such as too many open files; without a listener they would end the process. */
  onError: (error: Error) => void;
}

/** A server on one address, and what stopping it needs. */
export interface HttpServer {
  server: Server;
  connections: Map<Socket, Connection>;
  /** Once set, each answer ends its connection. */
  stopping: boolean;
}

export interface Connection {
  /** The latest answer on it. */
  latest: ServerResponse | undefined;
  /** Requests that wait for the answer before theirs. */
  waiting: number;
  /** Nothing more is served on it. */
  over: boolean;
}

export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { app, limits, answerUnread, onError } = options;
  const server = createServer({ ...serverOptions(limits), ...expressMessages(app) });
  const connections: HttpServer['connections'] = new Map();
  const httpServer: HttpServer = { server, connections, stopping: false };
  limitServer(server, limits);
  server.on('listening', () => server.on('error', onError));

  server.on('connection', (socket) => {
    connections.set(socket, { latest: undefined, waiting: 0, over: false });
    socket.once('close', () => connections.delete(socket));
  });
  const serveInTurn = inTurn(httpServer, options);
  server.on('request', serveInTurn);
  server.on('checkExpectation', serveInTurn);
  server.on('clientError', (error, socket) => {
    // Node's type says Duplex, because other code may emit connections; those accepted here are sockets.
    if (socket instanceof Socket) {
      const response = connections.get(socket)?.latest;
      answerParserError(error, socket, { response, answerUnread });
    } else socket.destroy();
  });
  return httpServer;
}

/**
 * Hands requests to the app one after another per connection, and none after a refusal. Node hands over
 * pipelined requests all at once; if the first is refused as a smuggling attempt, the second may be its
 * payload. The number that waits is bounded too: a client can send requests and never read an answer.
 */
function inTurn(
  httpServer: HttpServer,
  { app, limits }: Pick<HttpServerOptions, 'app' | 'limits'>,
): RequestListener {
  const { connections } = httpServer;
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    if (httpServer.stopping) response.setHeader('Connection', 'close');
    app(request, response);
  };
  return (request, response) => {
    const { socket } = request;
    const connection = connections.get(socket);
    if (connection === undefined) return;
    const { latest } = connection;
    if (connection.over || (latest !== undefined && isRefusal(latest))) {
      connection.over = true;
      // Once the refusal has been sent whole. Until then its own `Connection: close` is on the way.
      if (latest?.destroyed === true) socket.destroy();
      return;
    }
    connection.latest = response;
    // Not writableFinished: that is true as soon as the system took the bytes, so within the very
    // chunk that holds the next request.
    if (latest === undefined || latest.destroyed) {
      serve(request, response);
      return;
    }
    if (connection.waiting >= limits.maxPipelined) {
      connection.over = true;
      socket.destroy();
      return;
    }
    connection.waiting += 1;
    latest.once('close', () => {
      connection.waiting -= 1;
      if (connection.over || socket.destroyed) return;
      if (latest.writableEnded && !isRefusal(latest)) serve(request, response);
      else {
        connection.over = true;
        socket.destroy();
      }
    });
  };
}

function isRefusal({ headersSent, statusCode }: ServerResponse): boolean {
  return headersSent && statusCode >= 400;
}

/**
 * Stops one server: new connections are refused, requests under way are answered with
 * `Connection: close`, idle connections are closed, and what is left after `withinMs` is cut. Resolves
 * when no connection is left. Node's own `close` waits for half a head or an idle connection until their
 * timeout, and tells a late answer's client to keep the connection.
 */
export function stopServer(httpServer: HttpServer, withinMs: number): Promise<void> {
  const { server, connections } = httpServer;
  httpServer.stopping = true;
  return new Promise((resolve) => {
    const cutAll = setTimeout(() => {
      for (const socket of connections.keys()) socket.destroy();
    }, withinMs);
    server.close(() => {
      clearTimeout(cutAll);
      resolve();
    });
    for (const [socket, { latest }] of connections) {
      if (latest === undefined || latest.destroyed) socket.destroy();
      else if (latest.headersSent) latest.once('close', () => socket.destroySoon());
      else latest.setHeader('Connection', 'close');
    }
  });
}

interface ExpressMessages {
  IncomingMessage: typeof IncomingMessage;
  ServerResponse: typeof ServerResponse<IncomingMessage>;
}

const classesOf = new WeakMap<RequestListener, ExpressMessages>();

/**
 * Classes for the requests and responses of `app` that already have Express's prototypes.
 *
 * Express swaps the prototypes of each request and response (`Object.setPrototypeOf` in its `app.handle`),
 * and V8 drops its optimisations for an object whose prototype changes: every later property access is
 * slow. With those prototypes from the start, the swap changes nothing. Measured at 16
 * connections on Node 20: 8,500 requests a second become 27,000, and 106 MB become 66.
 */
function expressMessages(app: RequestListener): ExpressMessages {
  const known = classesOf.get(app);
  if (known !== undefined) return known;

  class ExpressRequest extends IncomingMessage {}
  class ExpressResponse extends ServerResponse {}
  becomePrototype(app, 'request', ExpressRequest.prototype);
  becomePrototype(app, 'response', ExpressResponse.prototype);

  const classes = { IncomingMessage: ExpressRequest, ServerResponse: ExpressResponse };
  classesOf.set(app, classes);
  return classes;
}

/** Puts `prototype` between the messages and what Express had as their prototype. A plain listener has none. */
function becomePrototype(
  app: RequestListener,
  name: 'request' | 'response',
  prototype: object,
): void {
  const expressPrototype: unknown = Reflect.get(app, name);
  if (typeof expressPrototype !== 'object' || expressPrototype === null) return;
  Object.setPrototypeOf(prototype, expressPrototype);
  Reflect.set(app, name, prototype);
}

function serverOptions(limits: ServerLimits): ServerOptions {
  return {
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: limits.checkEveryMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    maxHeaderSize: limits.maxHeaderBytes,
    // Node answers a missing Host itself, with an empty 400. Ours says what is missing.
    requireHostHeader: false,
  };
}

/** The limits that Node takes only on the server itself. */
function limitServer(server: Server, limits: ServerLimits): void {
  server.maxHeadersCount = limits.maxHeaders;
  server.maxConnections = limits.maxConnections;
  server.timeout = limits.idleTimeoutMs;
}
