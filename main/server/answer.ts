import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ErrorRequestHandler, Request, Response } from 'express';
import {
  type ErrorCode,
  failure,
  type Failure,
  TokenTrayError,
  errorTrace,
} from '../contract/errors.ts';

/** On every answer: the id of the request in the activity and in the log. */
export const REQUEST_ID_HEADER = 'X-Request-Id';

/** On every refusal: its code. Some clients show headers and no body. */
export const ERROR_CODE_HEADER = 'X-Token-Tray-Error';

/** On every answer that a drill made or changed: its code. */
export const DRILL_HEADER = 'X-Token-Tray-Drill';

/** Such as `req-3f9a1c2b70d4`: short enough to search for, and new in each run, since a log outlives one. */
export function newRequestId(): string {
  const uuid = randomUUID();
  return `req-${uuid.slice(0, 8)}${uuid.slice(9, 13)}`;
}

/** On an answer whose token is of no use, as far as is known: why. */
export const TROUBLE_HEADER = 'X-Token-Tray-Trouble';

export const JSON_TYPE = 'application/json; charset=utf-8';
export const TEXT_TYPE = 'text/plain; charset=utf-8';

/**
 * On every answer: do not cache, do not guess the type, do not embed in another site. The last of these
 * binds `no-cors` requests only, so a page that CORS allows can still read its answer.
 */
const EVERY_ANSWER = [
  'Cache-Control',
  'no-store',
  'X-Content-Type-Options',
  'nosniff',
  'Cross-Origin-Resource-Policy',
  'same-origin',
  'Referrer-Policy',
  'no-referrer',
] as const;

export interface Answer {
  /** The request's id. */
  id: string;
  status: number;
  type: string;
  /** Bytes where it is compressed. */
  body: string | Buffer;
  /** Of a compressed body, the text. */
  text?: string;
  /** Names and values in turn. */
  headers?: readonly string[];
  /** Of a refusal. A refusal ends its connection. */
  code?: ErrorCode;
}

/** Names and values in turn. */
export function answerHeaders(answer: Answer): string[] {
  const headers = [
    'Content-Type',
    answer.type,
    'Content-Length',
    String(Buffer.byteLength(answer.body)),
    REQUEST_ID_HEADER,
    answer.id,
    ...EVERY_ANSWER,
  ];
  if (answer.headers !== undefined) headers.push(...answer.headers);
  if (answer.code !== undefined)
    headers.push(ERROR_CODE_HEADER, answer.code, 'Connection', 'close');
  return headers;
}

/**
 * Sends an answer in one write, with its length: the ESP32's client reads neither chunks nor compression.
 * An answer that comes before its request was read to the end closes the connection. Returns the headers that it
 * was sent with, names and values in turn.
 */
export function send(response: ServerResponse, answer: Answer): string[] {
  const headers = answerHeaders(answer);
  const { req: request } = response;
  if (answer.code === undefined && !request.complete && hasBody(request))
    headers.push('Connection', 'close');
  response.writeHead(answer.status, reasonOf(answer), headers);
  response.end(answer.body);
  return headers;
}

/**
 * The words behind the status. A refusal's have its code: browsers show them in the console where the page may not
 * read the answer.
 */
function reasonOf({ status, code }: Pick<Answer, 'status' | 'code'>): string {
  const reason = STATUS_CODES[status] ?? '';
  return code === undefined ? reason : `${reason}: ${code}`;
}

/** Sends a status and headers without a body. */
export function sendEmpty(
  response: ServerResponse,
  { id, status, headers }: { id: string; status: number; headers: readonly string[] },
): void {
  response.writeHead(status, [REQUEST_ID_HEADER, id, ...EVERY_ANSWER, ...headers]);
  response.end();
}

/** Whether the head announces a body; a GET seldom has one. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return (length !== undefined && length !== '0') || headers['transfer-encoding'] !== undefined;
}

/** Turns the failure of a request that Node could not read into an answer. */
export type AnswerUnread = (failure: Failure, socket: Socket) => Answer;

/**
 * Answers what Node's parser could not read as HTTP, or what came too slowly, then ends the connection.
 * `response` is the latest answer on it: more bytes behind a half-sent answer would corrupt it.
 */
export function answerParserError(
  error: NodeJS.ErrnoException,
  socket: Socket,
  { response, answerUnread }: { response: ServerResponse | undefined; answerUnread: AnswerUnread },
): void {
  const isHalfSent = response?.headersSent === true && !response.destroyed;
  // A browser opens connections ahead of use. One that never sent a byte is closed without an answer: the
  // browser could take it for the answer to the request that it sends at the same moment.
  const isUnused = socket.bytesRead === 0;
  if (!socket.writable || isHalfSent || isUnused || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  socket.end(httpText(answerUnread(failureOf(error), socket)), () => socket.destroy());
}

function failureOf(error: NodeJS.ErrnoException): Failure {
  if (error.code === 'HPE_HEADER_OVERFLOW') return failure('headers_too_large');
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return failure('request_timeout');
  return failure('invalid_request', { detail: 'it is not well-formed HTTP' });
}

/** The bytes of an answer: without a request, Node has no response to send it with. */
function httpText(answer: Answer): string {
  const lines = [`HTTP/1.1 ${answer.status} ${reasonOf(answer)}`];
  const headers = answerHeaders(answer);
  for (let index = 0; index < headers.length; index += 2) {
    lines.push(`${headers[index]}: ${headers[index + 1]}`);
  }
  return [...lines, '', answer.body].join('\r\n');
}

interface ErrorHandling {
  log(
    level: 'error',
    message: string,
    fields: { requestId: string; error: string; at: string },
  ): void;
  requestId(request: Request, response: Response): string;
  refuse(failure: Failure, request: Request, response: Response): void;
}

/**
 * The one place where an exception becomes an answer. The answer says `internal` and the request's id;
 * the log has the error under that id.
 */
export function handleErrors({ log, requestId, refuse }: ErrorHandling): ErrorRequestHandler {
  // Express tells an error handler by its four parameters.
  return (error: unknown, request, response, _next) => {
    const known = knownFailure(error);
    const id = requestId(request, response);
    if (known === undefined) {
      log('error', 'A request failed unexpectedly.', { requestId: id, ...errorTrace(error) });
    }
    if (response.headersSent) response.destroy();
    else refuse(known ?? failure('internal', { requestId: id }), request, response);
  };
}

function knownFailure(error: unknown): Failure | undefined {
  if (error instanceof TokenTrayError) return error.failure;
  return error instanceof URIError
    ? failure('invalid_request', { detail: 'its path is badly encoded' })
    : undefined;
}
