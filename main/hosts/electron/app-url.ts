/** The window's own scheme. A custom one, because file:// gives a page more rights than it needs. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'token-tray';
export const APP_PAGE = `${APP_SCHEME}://${APP_HOST}/index.html`;

/** Whether `url` is a resource of this app: exact scheme and host, no port, no user. */
export function isAppUrl(url: string): boolean {
  const parsed = parseUrl(url);
  return (
    parsed !== undefined &&
    parsed.protocol === `${APP_SCHEME}:` &&
    parsed.host === APP_HOST &&
    parsed.username === '' &&
    parsed.password === ''
  );
}

/** Whether `url` is the page the window shows. Its fragment is the page's own, and there is no query. */
export function isAppPage(url: string): boolean {
  const parsed = parseUrl(url);
  return (
    parsed !== undefined &&
    isAppUrl(url) &&
    parsed.search === '' &&
    (parsed.pathname === '/index.html' || parsed.pathname === '/')
  );
}

function parseUrl(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}
