import { failure } from '../../contract/errors.ts';
import type { Blocked } from './blocked.ts';
import { readHostName } from '../../server/request-checks.ts';

/** Origins of apps that are installed, not browsed to. No web page can have one of these. */
const APP_ORIGINS: ReadonlySet<string> = new Set([
  'capacitor://localhost',
  'ionic://localhost',
  'tauri://localhost',
  'file://',
]);

const SERIALISED_ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@,]+$/;

export interface OriginAccess {
  allowedOrigins: ReadonlySet<string>;
  allowNullOrigin: boolean;
}

/**
 * Whether pages of `origin` may ask. Unlike in Host, an IP literal proves nothing here: any page can be
 * served from one. `hostname` is the Host that has passed its own check: a page of the very host the
 * request went to is no stranger. `null` is a page from disk, and just as well any sandboxed frame.
 */
export function checkOrigin(
  origin: string,
  hostname: string,
  access: OriginAccess,
): Blocked | undefined {
  if (origin === 'null') return access.allowNullOrigin ? undefined : refused('null');
  if (APP_ORIGINS.has(origin) || access.allowedOrigins.has(origin)) return undefined;
  const page = readWebOrigin(origin);
  if (page !== undefined && (page.kind === 'loopback' || page.hostname === hostname)) {
    return undefined;
  }
  const canBeAllowed = page !== undefined || isOtherOrigin(origin);
  return canBeAllowed ? refused(origin, { kind: 'origin', value: origin }) : refused(origin);
}

function refused(origin: string, remedy?: Blocked['remedy']): Blocked {
  return {
    rule: 'origin',
    failure: failure('origin_not_allowed', { origin }),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

/** The host of an http(s) origin, spelled exactly as browsers spell it; anything else came from no browser. */
function readWebOrigin(origin: string): ReturnType<typeof readHostName> {
  const scheme = /^https?:\/\//.exec(origin)?.[0];
  if (scheme === undefined) return undefined;
  const name = readHostName(origin.slice(scheme.length));
  if (name === undefined) return undefined;
  return new URL(origin).origin === origin ? name : undefined;
}

/** An origin of another scheme, such as a browser extension's. */
function isOtherOrigin(origin: string): boolean {
  return SERIALISED_ORIGIN.test(origin) && !/^https?:/.test(origin);
}
