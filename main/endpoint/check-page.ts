import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECK_PATH } from '../contract/phone-check.ts';

/** The whole look of the page, allowed by its hash. */
export const CHECK_PAGE_STYLE = `
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
export const CHECK_PAGE_SCRIPT = `
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
export const CHECK_PAGE = `<!doctype html>
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
