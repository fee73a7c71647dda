import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { RawRequest } from '../../core/ports.ts';
import { send } from '../../server/answer.ts';
import { guardedExchange } from '../exchange.ts';

export interface LandingPageOptions {
  version: string;
  uiHint?: () => string | undefined;
}

/** One page for people, at `/`; anything that does not ask for a page gets a token there. */
export function landingPage(
  { version, uiHint }: LandingPageOptions,
  otherwise: RequestHandler,
): RequestHandler {
  const headers = ['Content-Security-Policy', contentSecurityPolicy(), 'X-Frame-Options', 'DENY'];
  return (request, response, next) => {
    const { raw, headers: own } = guardedExchange(request);
    const { accept, host = '' } = request.headers;
    if (!isPageForPeople(raw, accept)) {
      return otherwise(request, response, next);
    }
    const body = landingPageText({ url: `http://${host}`, uiHint: uiHint?.(), version });
    send(response, {
      id: raw.id,
      status: 200,
      type: 'text/html; charset=utf-8',
      body,
      headers: [...own, ...headers],
    });
    return undefined;
  };
}

/**
 * Whether a person opened the endpoint in a browser on this machine. On the LAN nothing but tokens and
 * `/health` is answered.
 */
export function isPageForPeople(
  { method, path, caller: { from } }: Pick<RawRequest, 'method' | 'path' | 'caller'>,
  accept: string | undefined,
): boolean {
  return (
    path === '/' &&
    (method === 'GET' || method === 'HEAD') &&
    from === 'loopback' &&
    accept?.includes('text/html') === true
  );
}

/** Nothing may be loaded and nothing may run; the one style is known by its hash. */
function contentSecurityPolicy(): string {
  const hash = createHash('sha256').update(LANDING_PAGE_STYLE).digest('base64');
  return [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export interface LandingPageFields {
  /** The address under which the page was opened, without a slash at its end. */
  url: string;
  /** Where the app's window is: an http(s) address, or a sentence. */
  uiHint: string | undefined;
  version: string;
}

const DEFAULT_HINT = 'Click the Token Tray icon in the tray or menu bar.';

/** The page for a person who opens the endpoint in a browser. It holds no secret and no token. */
export function landingPageText({
  url,
  uiHint = DEFAULT_HINT,
  version,
}: LandingPageFields): string {
  const tokenUrl = escapeHtml(`${url}/token`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Token Tray</title>
<style>${LANDING_PAGE_STYLE}</style>
</head>
<body>
<main>
<h1>Token Tray</h1>
<p class="lead">This is a token endpoint for LiveKit apps in development. It is running, version ${escapeHtml(version)}.</p>

<h2>Get a token</h2>
<pre tabindex="0">curl -X POST ${tokenUrl}</pre>
<p>It answers a server URL and an access token for the active project. Send <code>room_name</code>, <code>participant_identity</code> and the other fields as JSON to choose them.</p>

<h2>In an app</h2>
<pre tabindex="0">TokenSource.endpoint('${tokenUrl}')</pre>
<p>The Android emulator reaches this machine as <code>10.0.2.2</code> instead of <code>localhost</code>.</p>

<h2>The window</h2>
<p>${hint(uiHint)}</p>

<h2>What answers here</h2>
<dl>
<dt>/token</dt><dd>LiveKit’s standard endpoint; <code>?preset=viewer</code> chooses a preset</dd>
<dt>/api/v2/sandbox/connection-details</dt><dd>the same, for clients of LiveKit’s development token server</dd>
<dt>/health</dt><dd>whether it runs, and which one it is</dd>
</dl>
</main>
</body>
</html>
`;
}

function hint(text: string): string {
  const safe = escapeHtml(text);
  return /^https?:\/\/\S+$/.test(text)
    ? `Projects, presets and the activity are at <a href="${safe}">${safe}</a>.`
    : safe;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** The whole look of the page. It is allowed by its hash, so the page must contain it unchanged. */
export const LANDING_PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --surface: #f7f7f8;
  --raised: #ffffff;
  --line: #dfe1e5;
  --text: #1c1e22;
  --quiet: #5b616b;
  --accent: #0b62c4;
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --surface: #17181b;
    --raised: #202226;
    --line: #353940;
    --text: #e9eaed;
    --quiet: #a2a8b3;
    --accent: #72b1ff;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--surface);
  color: var(--text);
  font: 15px/1.55 system-ui, -apple-system, 'Segoe UI', sans-serif;
}
main {
  max-width: 680px;
  margin: 0 auto;
  padding: 56px 24px 64px;
}
h1 { margin: 0 0 4px; font-size: 20px; font-weight: 600; }
h2 { margin: 36px 0 8px; font-size: 13px; font-weight: 600; }
p { margin: 0 0 12px; max-width: 60ch; }
.lead { color: var(--quiet); }
pre {
  margin: 0;
  padding: 12px 16px;
  overflow-x: auto;
  background: var(--raised);
  border: 1px solid var(--line);
  border-radius: 8px;
  user-select: all;
}
code, pre { font: 13px/1.55 var(--mono); }
pre + p, p + pre { margin-top: 8px; }
dl { display: grid; grid-template-columns: max-content 1fr; align-items: baseline; gap: 4px 20px; margin: 0; }
dt { font: 13px/1.55 var(--mono); }
dd { margin: 0; color: var(--quiet); }
a { color: var(--accent); }
a:focus-visible, pre:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
@media (max-width: 520px) {
  main { padding-top: 32px; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 8px; }
}
`;
