import type { RequestHandler } from 'express';
import { failure, type Failure } from '../../contract/errors.ts';
import type { EndpointCore, TokenRequest } from '../../core/ports.ts';
import { JSON_TYPE, sendEmpty, type Answer } from '../../server/answer.ts';
import { answerOptions } from '../answer/cors.ts';
import { answerDrill, type HeldAnswers } from '../answer/drill-answer.ts';
import { failureAnswer } from '../answer/failure-answer.ts';
import {
  gzipped,
  isWorthGzip,
  tokenAnswer,
  wantsText,
  type TokenAnswerShape,
} from '../answer/token-answer.ts';
import { guardedExchange, refuse, sendRecorded, type Exchange } from '../exchange.ts';
import { readBody, type Body } from '../read/body.ts';
import { readBodyFields, readFormFields } from '../read/raw-fields.ts';
import { readRequestFields, readSelection } from '../read/request-fields.ts';
import { queryText, type TokenPath } from './paths.ts';

const ALLOW = 'GET, HEAD, POST, PUT, PATCH, OPTIONS';
const MINTING_METHODS: ReadonlySet<string> = new Set(['POST', 'GET', 'PUT', 'PATCH']);

/** Answers a token on one path. Clients may choose their method, and some send a body with GET. */
export function tokenRoute(core: EndpointCore, path: TokenPath, held: HeldAnswers): RequestHandler {
  return async (request, response) => {
    const exchange = guardedExchange(request);
    const { method } = request;
    if (MINTING_METHODS.has(method)) {
      await mint(core, path, { exchange, held });
    } else if (method === 'OPTIONS') {
      answerOptions(exchange, ALLOW);
    } else if (method === 'HEAD') {
      // No token is made for a HEAD, so its length is not known.
      const { raw, headers } = exchange;
      sendEmpty(response, {
        id: raw.id,
        status: 200,
        headers: ['Content-Type', JSON_TYPE, ...headers],
      });
    } else {
      refuse(core, exchange, failure('method_not_allowed', { method, allow: ALLOW }), {
        headers: ['Allow', ALLOW],
      });
    }
  };
}

/** Read, resolve, mint, answer. The core resolves, mints and writes the line of the activity. */
async function mint(
  core: EndpointCore,
  path: TokenPath,
  { exchange, held }: { exchange: Exchange; held: HeldAnswers },
): Promise<void> {
  const body = await readBody(exchange.request);
  const read = readTokenRequest(path, exchange, body);
  if ('code' in read) {
    refuse(core, exchange, read);
    return;
  }
  const { raw, headers, request } = exchange;
  const result = core.issue(read.tokenRequest);
  const { drill } = result;
  let answer: Answer;
  if (result.ok) {
    const { isOldSpelling } = read;
    const shape = shapeFor(path, { accept: request.headers.accept, isOldSpelling });
    answer = tokenAnswer(shape, result.answer, { id: raw.id, headers });
    if (shape !== 'legacy' && isWorthGzip(answer, request.headers)) answer = await gzipped(answer);
  } else {
    answer = failureAnswer(result.failure, raw.id, headers);
  }
  if (drill === undefined) sendRecorded(exchange, answer);
  else answerDrill({ drill, exchange, result, answer }, held);
}

interface ReadRequest {
  tokenRequest: TokenRequest;
  /** Whether the answer needs the names that older clients read, too. */
  isOldSpelling: boolean;
}

function readTokenRequest(
  { nameIsIdentity }: TokenPath,
  { request, raw }: Exchange,
  body: Body | Failure,
): ReadRequest | Failure {
  const query = readFormFields(queryText(raw.target));
  if ('code' in query) return query;
  if ('code' in body) return body;
  raw.body = body.kept;
  if (body.bytes > 0) raw.bodyBytes = body.bytes;
  if (body.failure !== undefined) return body.failure;
  const bodyFields = readBodyFields(body.text);
  if ('code' in bodyFields) return bodyFields;
  const read = readRequestFields(bodyFields, query);
  if ('code' in read) return read;
  const { fields, isOldSpelling } = read;
  const selection = readSelection(query, request.headers['x-sandbox-id']);
  return { tokenRequest: { raw, fields, nameIsIdentity, ...selection }, isOldSpelling };
}

function shapeFor(
  { answer }: TokenPath,
  { accept, isOldSpelling }: { accept: string | undefined; isOldSpelling: boolean },
): TokenAnswerShape {
  if (answer === 'legacy') return 'legacy';
  if (wantsText(accept)) return 'text';
  return isOldSpelling ? 'standard-and-old' : 'standard';
}
