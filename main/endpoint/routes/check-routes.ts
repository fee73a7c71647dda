import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import * as v from 'valibot';
import { failure } from '../../contract/errors.ts';
import { CHECK_PATH, PhoneReportSchema } from '../../contract/phone-check.ts';
import type { EndpointCore } from '../../core/ports.ts';
import { JSON_TYPE, send } from '../../server/answer.ts';
import { failureAnswer } from '../answer/failure-answer.ts';
import { tokenAnswer } from '../answer/token-answer.ts';
import { CHECK_PAGE, CHECK_PAGE_SCRIPT, CHECK_PAGE_STYLE } from '../check-page.ts';
import { guardedExchange, refuse, type Exchange } from '../exchange.ts';
import { readBody } from '../read/body.ts';
import { queryText } from './paths.ts';

/** The session that a code was exchanged for. A header, so that no other page's form or image can send it. */
const SESSION_HEADER = 'x-check-session';

export interface CheckOptions {
  /** The program of the phone's page; `undefined` where it was not built. */
  checkScript?: () => string | undefined;
}

const CodeSchema = v.strictObject({ code: v.pipe(v.string(), v.maxLength(128)) });

/**
 * The page that checks a phone's way, and its parts. While the sheet is closed nothing is here. The page itself holds
 * nothing; everything else is for the phone that has exchanged the code.
 */
export function checkRoutes(
  core: EndpointCore,
  { checkScript }: CheckOptions,
): (readonly [path: string, route: RequestHandler])[] {
  const { check } = core;

  const route = (
    method: 'GET' | 'POST',
    session: ((exchange: Exchange) => string) | undefined,
    answer: (exchange: Exchange) => Promise<void> | void,
  ): RequestHandler => {
    return async (request, response) => {
      const exchange = guardedExchange(request);
      if (!check.isOpen()) refuse(core, exchange, failure('not_found'));
      else if (request.method !== method) {
        const details = { method: request.method, allow: method };
        refuse(core, exchange, failure('method_not_allowed', details), {
          headers: ['Allow', method],
        });
      } else if (session !== undefined && !check.isIn(session(exchange))) {
        send(response, failureAnswer(failure('check_code_wrong'), exchange.raw.id));
      } else await answer(exchange);
    };
  };

  const enter = async ({ request, raw, response }: Exchange): Promise<void> => {
    const read = v.safeParse(CodeSchema, await jsonBody(request));
    const session = read.success ? check.enter(read.output.code, raw.caller.userAgent) : undefined;
    if (session === undefined) send(response, failureAnswer(failure('check_code_wrong'), raw.id));
    else sendJson({ raw, response }, { session });
  };

  const script = ({ raw, response }: Exchange): void => {
    const body = checkScript?.();
    if (body === undefined) send(response, failureAnswer(failure('not_found'), raw.id));
    else send(response, { id: raw.id, status: 200, type: 'text/javascript; charset=utf-8', body });
  };

  const token = async ({ raw, response }: Exchange): Promise<void> => {
    const result = await check.token(raw);
    if (result.ok) send(response, tokenAnswer('standard', result.answer, { id: raw.id }));
    else send(response, failureAnswer(result.failure, raw.id));
  };

  const report = async ({ request, raw, response }: Exchange): Promise<void> => {
    const read = v.safeParse(PhoneReportSchema, await jsonBody(request));
    if (read.success) sendJson({ raw, response }, await check.report(read.output));
    else {
      const detail = 'it is not a report of the phone check';
      send(response, failureAnswer(failure('invalid_request', { detail }), raw.id));
    }
  };

  return [
    [CHECK_PATH, route('GET', undefined, sendPage)],
    [`${CHECK_PATH}/session`, route('POST', undefined, enter)],
    [`${CHECK_PATH}/check.js`, route('GET', inQuery, script)],
    [`${CHECK_PATH}/token`, route('POST', inHeader, token)],
    [`${CHECK_PATH}/report`, route('POST', inHeader, report)],
  ];
}

function inHeader({ request }: Exchange): string {
  return String(request.headers[SESSION_HEADER] ?? '');
}

/** A script element sends no header. */
function inQuery({ raw }: Exchange): string {
  return new URLSearchParams(queryText(raw.target)).get('session') ?? '';
}

function sendPage({ raw, response }: Exchange): void {
  const type = 'text/html; charset=utf-8';
  send(response, { id: raw.id, status: 200, type, body: CHECK_PAGE, headers: PAGE_HEADERS });
}

/** LiveKit's server may be anywhere, so the page may connect anywhere; nothing else may be loaded. */
const PAGE_HEADERS = [
  'Content-Security-Policy',
  [
    "default-src 'none'",
    `script-src 'self' 'sha256-${sha256(CHECK_PAGE_SCRIPT)}'`,
    `style-src 'sha256-${sha256(CHECK_PAGE_STYLE)}'`,
    "connect-src 'self' ws: wss: http: https:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Frame-Options',
  'DENY',
];

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

async function jsonBody(request: Exchange['request']): Promise<unknown> {
  const body = await readBody(request);
  try {
    return 'code' in body ? undefined : JSON.parse(body.text);
  } catch {
    return undefined;
  }
}

function sendJson({ raw, response }: Pick<Exchange, 'raw' | 'response'>, value: unknown): void {
  send(response, { id: raw.id, status: 200, type: JSON_TYPE, body: JSON.stringify(value ?? null) });
}
