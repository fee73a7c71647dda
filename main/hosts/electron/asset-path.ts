import { isAppUrl } from './app-url.ts';

/** What the bundle may hold, and how each kind is labelled. A file of another kind is not served. */
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

export interface Asset {
  /** Below the bundle's folder, with forward slashes; every segment is a plain name. */
  path: string;
  contentType: string;
}

/**
 * The file of the bundle that a URL of the app asks for, or nothing. Only plain names pass as segments:
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
