import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Protocol, Session, App } from 'electron';

/** The window's own scheme. A custom one, because file:// gives a page more rights than it needs. */
const APP_SCHEME = 'app';
const APP_HOST = 'token-tray';
export const APP_PAGE = `${APP_SCHEME}://${APP_HOST}/index.html`;

/** What the page may load and do: its own bundle, and nothing else. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** What the bundle may hold, and how each kind is labelled. Files of other kinds are not served. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
};

/** Has to run before the app is ready. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the window's bundle, and nothing outside its folder. */
export function serveAppPage(session: Pick<Session, 'protocol'>, bundleFolder: string): void {
  session.protocol.handle(APP_SCHEME, async ({ method, url }) => {
    if (method !== 'GET') return refusal(405);
    const asset = assetPath(url);
    if (asset === undefined) return refusal(404);
    try {
      const content = await readFile(join(bundleFolder, asset.path));
      return new Response(content, {
        headers: { ...HEADERS, 'Content-Type': asset.contentType },
      });
    } catch {
      return refusal(404);
    }
  });
}

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

/** Whether `url` is the page the window shows. The page may set its fragment; there is no query. */
export function isAppPage(url: string): boolean {
  const parsed = parseUrl(url);
  return (
    parsed !== undefined &&
    isAppUrl(url) &&
    parsed.search === '' &&
    (parsed.pathname === '/index.html' || parsed.pathname === '/')
  );
}

interface Asset {
  /** Below the bundle's folder, with forward slashes; every segment is a plain name. */
  path: string;
  contentType: string;
}

/**
 * The file of the bundle that a URL of the app asks for, if there is one. Only plain names pass as segments:
 * no dots alone, no separators of any system, however they are encoded; so the path cannot leave the bundle.
 */
export function assetPath(url: string): Asset | undefined {
  if (!isAppUrl(url)) return undefined;
  const { pathname } = new URL(url);
  const segments = (pathname === '/' ? '/index.html' : pathname).split('/').slice(1);
  if (!segments.every((segment) => /^[\w-][\w.-]*$/.test(segment) && !segment.includes('..'))) {
    return undefined;
  }
  const contentType = CONTENT_TYPES[segments.at(-1)?.split('.').at(-1) ?? ''];
  return contentType === undefined ? undefined : { path: segments.join('/'), contentType };
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: HEADERS });
}

function parseUrl(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

/** The one host that this program asks by name, for the newest release (update-check.ts). */
export const RELEASE_HOST = 'api.github.com';

/**
 * Resolves no other name, not even for `dns-prefetch` or WebRTC, which the content security policy does not
 * cover. Has to run before the app is ready.
 */
export function denyNameResolution(app: App): void {
  app.commandLine.appendSwitch('host-resolver-rules', `MAP * ~NOTFOUND, EXCLUDE ${RELEASE_HOST}`);
}

/**
 * Every page of the app stays where it is: no navigation but to the app's own page, no new window, no
 * webview. Links go through the contract's `link.open`, which knows a fixed list.
 */
export function denyNavigation(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !isAppPage(event.url)) event.preventDefault();
    });
    // Chromium asks nothing before `about:` pages and changes of history, so those are undone.
    const comeBack = (url: string): void => {
      if (isAppPage(url) || url.startsWith('devtools:')) return;
      // Fails where the page leaves once more, which brings it back once more.
      contents.loadURL(APP_PAGE).catch(() => {});
    };
    contents.on('did-navigate', (_event, url) => {
      comeBack(url);
    });
    contents.on('did-fail-load', (_event, _code, _reason, url, isMainFrame) => {
      if (isMainFrame) comeBack(url);
    });
    contents.on('did-navigate-in-page', (_event, url, isMainFrame) => {
      if (isMainFrame) comeBack(url);
    });
    contents.on('will-redirect', (event) => {
      event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
    // With the proxy of `denyPermissions`, which does not exist, this leaves WebRTC neither UDP nor TCP.
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    // Hiding the window keeps what was typed, so a page has no reason to hold up the app's end.
    contents.on('will-prevent-unload', (event) => {
      event.preventDefault();
    });
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** What a page of this session may ask of the machine: nothing. Electron grants every permission by default. */
export async function denyPermissions(session: Session): Promise<void> {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    if (!isOwnBlob(item.getURL())) event.preventDefault();
  });
  // The page has no network: what is outside the bundle goes through the host.
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !isAppUrl(url) && !isOwnBlob(url) && !url.startsWith('devtools:') });
  });
  // The spell checker would download its dictionaries.
  session.setSpellCheckerEnabled(false);
  await session.setProxy({
    mode: 'fixed_servers',
    proxyRules: 'socks5://no-network.invalid:1',
    proxyBypassRules: '<-loopback>',
  });
}

/** A file that the page itself put together, such as exported settings; saving it asks the person where. */
function isOwnBlob(url: string): boolean {
  return url.startsWith('blob:') && isAppUrl(url.slice('blob:'.length));
}
