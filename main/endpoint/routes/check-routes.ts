import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import * as v from 'valibot';
import { failure } from '../../contract/errors.ts';
import { CHECK_PATH, PhoneReportSchema } from '../../contract/phone-check.ts';
import type { EndpointCore } from '../../core/ports.ts';
import { JSON_TYPE, send } from '../../server/answer.ts';
import { failureAnswer } from '../answer/failure-answer.ts';
import { tokenAnswer } from '../answer/token-answer.ts';
import { guardedExchange, refuse, type Exchange } from '../exchange.ts';
import { readBody } from '../read/body.ts';
import { queryText } from './paths.ts';

/** The session that a code was exchanged for. A header, so that no other page's form or image can send it. */
const SESSION_HEADER = 'x-check-session';

export interface CheckOptions {
  /** The program of the phone's page; `undefined` where it was not built. */
  checkScript?: () => string | undefined;
}

/** The program of the phone's page, from the built window's folder; `undefined` where it was not built. */
export function checkScriptIn(rendererFolder: string): () => string | undefined {
  return () => {
    try {
      return readFileSync(join(rendererFolder, 'check', 'check.js'), 'utf8');
    } catch {
      return undefined;
    }
  };
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

/** The whole look of the page, allowed by its hash. */
const CHECK_PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --surface: #f7f7f8; --raised: #fff; --line: #dfe1e5; --text: #1c1e22; --quiet: #5b616b;
  --good: #1a7f37; --bad: #b42318;
}
@media (prefers-color-scheme: dark) {
  :root {
    --surface: #17181b; --raised: #202226; --line: #353940; --text: #e9eaed; --quiet: #a2a8b3;
    --good: #57c878; --bad: #ff8a80;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--surface); color: var(--text); font: 16px/1.5 system-ui, -apple-system, sans-serif; }
main { max-width: 480px; margin: 0 auto; padding: 32px 20px 48px; }
h1 { margin: 0 0 4px; font-size: 20px; font-weight: 600; }
p { margin: 0; }
.quiet { color: var(--quiet); }
ol { list-style: none; margin: 24px 0; padding: 0; background: var(--raised); border: 1px solid var(--line); border-radius: 10px; }
li { display: grid; grid-template-columns: 24px 1fr auto; gap: 4px 10px; padding: 12px 14px; }
li + li { border-top: 1px solid var(--line); }
li p { grid-column: 2 / -1; font-size: 14px; }
li[data-state='waiting'] { color: var(--quiet); }
.shape { font-weight: 600; text-align: center; }
li[data-state='ok'] .shape { color: var(--good); }
li[data-state='failed'] .shape { color: var(--bad); }
.ms { color: var(--quiet); font-variant-numeric: tabular-nums; }
`;

/**
 * Exchanges the code in the fragment and loads the program. The session outlives a reload of the page; the code is
 * gone from the address at once.
 */
const CHECK_PAGE_SCRIPT = `
(async () => {
  const say = (text) => { document.getElementById('state').textContent = text; };
  const code = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  if (code !== '') {
    const answer = await fetch('${CHECK_PATH}/session', { method: 'POST', body: JSON.stringify({ code }) });
    const body = await answer.json();
    if (!answer.ok) return say(body.message);
    sessionStorage.setItem('session', body.session);
  }
  const session = sessionStorage.getItem('session');
  if (session === null) return say('Scan the code that Token Tray shows.');
  const program = document.createElement('script');
  program.type = 'module';
  program.src = '${CHECK_PATH}/check.js?session=' + encodeURIComponent(session);
  program.onerror = () => say('The check has ended. Scan the code that Token Tray shows now.');
  document.head.append(program);
})().catch(() => { document.getElementById('state').textContent = 'Token Tray does not answer any more.'; });
`;

/** The page before its program is there. It holds no secret, no code and no name. */
const CHECK_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Phone check · Token Tray</title>
<style>${CHECK_PAGE_STYLE}</style>
</head>
<body>
<main>
<h1>Phone check</h1>
<p class="quiet" id="state" role="status">Checking the way from this phone into a room…</p>
<ol id="hops"></ol>
</main>
<script>${CHECK_PAGE_SCRIPT}</script>
</body>
</html>
`;

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
