import { onTestFinished } from 'vitest';
import { isJsonObject, type JsonObject } from '../../main/contract/json.ts';
import { expectDocumented } from '../fixtures/openapi-answers.ts';
import { verifyHs256 } from '../fixtures/clients/jwt-text.ts';
import {
  LOCAL_SECRET,
  startEndpoint,
  type TestEndpoint,
  type TestEndpointOptions,
} from '../fixtures/endpoint.ts';
import type { WireAnswer } from '../fixtures/wire-answer.ts';

/** An endpoint that is closed with its test. */
export async function testEndpoint(options: TestEndpointOptions = {}): Promise<TestEndpoint> {
  const endpoint = await startEndpoint(options);
  onTestFinished(() => endpoint.close());
  return endpoint;
}

export interface AskOptions {
  method?: string;
  /** The target as it stands in the first line. */
  path?: string;
  /** `{port}` is the endpoint's. `null`: no Host header at all. */
  host?: string | null;
  /** Lines as they go over the wire. */
  headers?: readonly string[];
  body?: string | Buffer;
}

/** One request as raw bytes on a connection of its own, so that nothing is added, mended or hidden. */
export async function ask(
  endpoint: Pick<TestEndpoint, 'port' | 'rawRequest'>,
  {
    method = 'POST',
    path = '/token',
    host = 'localhost:{port}',
    headers = [],
    body,
  }: AskOptions = {},
): Promise<WireAnswer> {
  const content = body === undefined ? undefined : Buffer.from(body);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...(host === null ? [] : [`Host: ${host.replace('{port}', String(endpoint.port))}`]),
    ...headers,
    ...(content === undefined ? [] : [`Content-Length: ${content.length}`]),
    'Connection: close',
  ];
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
  const bytes = content === undefined ? head : Buffer.concat([head, content]);
  const answers = await endpoint.rawRequest(bytes);
  const [answer] = answers;
  if (answer === undefined) throw new Error('The connection was closed without an answer.');
  if (answers.length > 1) throw new Error('One request got two answers.');
  expectDocumented(method, path, answer);
  return answer;
}

/** A JSON body, written compactly or as given. */
export function json(body: unknown): Pick<AskOptions, 'headers' | 'body'> {
  return {
    headers: ['Content-Type: application/json'],
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

export function header(answer: WireAnswer, name: string): string | undefined {
  return answer.headers.get(name.toLowerCase())?.join(', ');
}

/** The JSON object in an answer; throws where it is none. */
export function jsonOf(answer: WireAnswer): JsonObject {
  const value: unknown = JSON.parse(answer.body);
  if (!isJsonObject(value)) throw new Error(`Not a JSON object: ${answer.body}`);
  return value;
}

const TOKEN_KEYS = ['participant_token', 'participantToken', 'accessToken'] as const;

/** The claims of the token in an answer, once its signature holds; throws where there is none. */
export function claimsOf(answer: WireAnswer, secret: string = LOCAL_SECRET): JsonObject {
  const token = answer.body.startsWith('{')
    ? TOKEN_KEYS.map((key) => jsonOf(answer)[key]).find((value) => value !== undefined)
    : answer.body;
  if (typeof token !== 'string') throw new Error(`No token: ${answer.status} ${answer.body}`);
  const verified = verifyHs256(token, secret);
  if (!verified.accepted) throw new Error(verified.why);
  return verified.value;
}

/** The room a token is for. */
export function roomOf(claims: JsonObject): unknown {
  const { video } = claims;
  return isJsonObject(video) ? video['room'] : undefined;
}
