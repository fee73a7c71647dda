import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ErrorCode } from '../contract/errors.ts';
import { ERROR_CODE_HEADER, REQUEST_ID_HEADER } from './request-id.ts';

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
export function reasonOf({ status, code }: Pick<Answer, 'status' | 'code'>): string {
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
