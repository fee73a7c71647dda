import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { failure, type Failure } from '../contract/errors.ts';
import { answerHeaders, reasonOf, type Answer } from './answer.ts';

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
