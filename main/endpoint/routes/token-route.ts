import type { Request, RequestHandler, Response } from 'express';
import { failure, type Failure } from '../../contract/errors.ts';
import type { EndpointCore } from '../../core/ports.ts';
import { wantsText } from '../answer/accepts.ts';
import { failureAnswer } from '../answer/failure-answer.ts';
import { JSON_TYPE, send, sendEmpty } from '../../server/answer.ts';
import { tokenAnswer, type TokenAnswerShape } from '../answer/token-answer.ts';
import { guardedExchange, type Exchange } from '../exchange.ts';
import { checkBodyEncoding } from '../read/body-encoding.ts';
import { readBodyFields } from '../read/body-fields.ts';
import { hasBody, readBodyText } from '../read/body-text.ts';
import { readRequestFields, type ReadFields } from '../read/request-fields.ts';
import { checkUpgrade } from '../read/upgrade.ts';
import { answerOptions } from './answer-options.ts';
import { refuse } from './refuse.ts';
import type { TokenPath } from './token-paths.ts';

const ALLOW = 'GET, HEAD, POST, PUT, PATCH, OPTIONS';
const MINTING_METHODS: ReadonlySet<string> = new Set(['POST', 'GET', 'PUT', 'PATCH']);

/** Answers a token on one path. Clients may choose their method, and some send a body with GET. */
export function tokenRoute(core: EndpointCore, path: TokenPath): RequestHandler {
  return async (request, response) => {
    const exchange = guardedExchange(request);
    if (MINTING_METHODS.has(request.method)) {
      await mint(core, path, { request, response, exchange });
    } else if (request.method === 'OPTIONS') {
      answerOptions(request, response, exchange, ALLOW);
    } else if (request.method === 'HEAD') {
      // A token that nobody receives is not made, so its length is not known.
      sendEmpty(response, 200, ['Content-Type', JSON_TYPE, ...exchange.cors]);
    } else {
      const details = { method: request.method, allow: ALLOW };
      const headers = ['Allow', ALLOW];
      refuse(
        core,
        { request, response, exchange },
        failure('method_not_allowed', details),
        headers,
      );
    }
  };
}

interface Visit {
  request: Request;
  response: Response;
  exchange: Exchange;
}

async function mint(core: EndpointCore, path: TokenPath, visit: Visit): Promise<void> {
  const { request, response, exchange } = visit;
  const read = await readFields(request, exchange);
  if ('code' in read) {
    refuse(core, visit, read);
    return;
  }
  const { raw, selection } = exchange;
  const { nameIsIdentity } = path;
  const result = core.issue({ raw, fields: read.fields, nameIsIdentity, ...selection });
  send(
    request,
    response,
    result.ok
      ? tokenAnswer(shapeFor(request, path, read), result.answer, exchange.cors)
      : failureAnswer(result.failure, exchange.cors),
  );
}

async function readFields(
  request: Request,
  { raw, query, queryFailure }: Exchange,
): Promise<ReadFields | Failure> {
  const { headers } = request;
  const unreadable = queryFailure ?? checkUpgrade(headers) ?? checkBodyEncoding(headers);
  if (unreadable !== undefined) return unreadable;
  if (hasBody(request)) {
    const body = await readBodyText(request);
    raw.body = body.text;
    if (body.failure !== undefined) return body.failure;
  }
  const fields = readBodyFields(raw.body);
  return 'code' in fields ? fields : readRequestFields(fields, query);
}

function shapeFor(
  request: Request,
  { answer }: TokenPath,
  { isOldSpelling }: ReadFields,
): TokenAnswerShape {
  if (answer === 'legacy') return 'legacy';
  if (wantsText(request.headers.accept)) return 'text';
  return isOldSpelling ? 'standard-and-old' : 'standard';
}
