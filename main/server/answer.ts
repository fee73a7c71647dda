import type { IncomingMessage, ServerResponse } from 'node:http';
import { hasBody } from '../endpoint/read/body-text.ts';

export const JSON_TYPE = 'application/json; charset=utf-8';
export const TEXT_TYPE = 'text/plain; charset=utf-8';

/**
 * On every answer. Nothing here may be kept, guessed or embedded: no cache, no sniffing, no use as a
 * script or image of another site. The last of these binds requests of mode `no-cors` only, so a page
 * that CORS allows reads its answer all the same.
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
  status: number;
  type: string;
  body: string;
  /** Names and values in turn. */
  headers?: readonly string[];
  /** Ends the connection, so that nothing that was sent behind this request is served. */
  close?: boolean;
}

/** Names and values in turn. */
export function answerHeaders(answer: Answer): string[] {
  const headers = [
    'Content-Type',
    answer.type,
    'Content-Length',
    String(Buffer.byteLength(answer.body)),
    ...EVERY_ANSWER,
  ];
  if (answer.headers !== undefined) headers.push(...answer.headers);
  return headers;
}

/**
 * Sends an answer whole: with its length, neither chunked nor compressed (the ESP32's client can do
 * neither), in one write. An answer that comes before its request was read ends the connection.
 */
export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const headers = answerHeaders(answer);
  if (answer.close === true || (!request.complete && hasBody(request)))
    headers.push('Connection', 'close');
  response.writeHead(answer.status, headers);
  response.end(answer.body);
}

/** Sends a status and headers alone. */
export function sendEmpty(
  response: ServerResponse,
  status: number,
  headers: readonly string[],
): void {
  response.writeHead(status, [...EVERY_ANSWER, ...headers]);
  response.end();
}
