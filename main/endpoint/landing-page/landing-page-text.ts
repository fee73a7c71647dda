import { LANDING_PAGE_STYLE } from './landing-page-style.ts';

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
