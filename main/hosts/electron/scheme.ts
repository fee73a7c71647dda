import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { protocol, type Session } from 'electron';
import { APP_SCHEME } from './app-url.ts';
import { assetPath } from './asset-path.ts';
import { CONTENT_SECURITY_POLICY } from './content-security-policy.ts';

const HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** Has to run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the window's bundle, and nothing outside its folder. */
export function serveAppScheme(session: Session, bundleFolder: string): void {
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

function refusal(status: number): Response {
  return new Response(null, { status, headers: HEADERS });
}
