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
