import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { failure, type Failure } from '../contract/errors.ts';
import { failureAnswer } from '../endpoint/answer/failure-answer.ts';
import { answerHeaders, type Answer } from './answer.ts';

/**
 * Answers what Node's parser could not read as HTTP, or what came too slowly, then ends the connection.
 * `response` is the latest answer on it: where that one is half sent, more bytes would corrupt it.
 */
export function answerClientError(
  error: NodeJS.ErrnoException,
  socket: Socket,
  response: ServerResponse | undefined,
): void {
  const isHalfSent = response?.headersSent === true && !response.destroyed;
  // A browser opens connections ahead of use. One that never spoke is closed without a word, since an
  // answer could be taken for the answer to the request that it sends at the same moment.
  const isSilent = socket.bytesRead === 0;
  if (!socket.writable || isHalfSent || isSilent) {
    socket.destroy();
    return;
  }
  socket.end(httpText(failureAnswer(failureOf(error))), () => socket.destroy());
}

function failureOf(error: NodeJS.ErrnoException): Failure {
  if (error.code === 'HPE_HEADER_OVERFLOW') return failure('headers_too_large');
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return failure('request_timeout');
  return failure('invalid_request', { detail: 'it is not well-formed HTTP' });
}

/** An answer as it stands on the wire: there is no response to send it with. */
function httpText(answer: Answer): string {
  const lines = [`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}`];
  const headers = [...answerHeaders(answer), 'Connection', 'close'];
  for (let index = 0; index < headers.length; index += 2) {
    lines.push(`${headers[index]}: ${headers[index + 1]}`);
  }
  return [...lines, '', answer.body].join('\r\n');
}
