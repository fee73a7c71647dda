import type { IncomingHttpHeaders } from 'node:http';
import type { GuardRule } from '../../contract/activity.ts';
import { failure, type Failure } from '../../contract/errors.ts';
import type { AccessSettings, RawRequest } from '../../core/ports.ts';
import { isSameSecret } from '../../core/secret-text.ts';
import { readHostName, refererOrigin } from '../../server/request-checks.ts';
import { NO_FORM_FIELDS, readFormFields } from '../read/raw-fields.ts';
import { readSelection, type Selection } from '../read/request-fields.ts';
import { queryText } from '../routes/paths.ts';

/** Why a guard stops a request. `remedy`: what the settings would need for it to pass. */
export interface Blocked {
  rule: GuardRule;
  failure: Failure;
  remedy?: { kind: 'origin' | 'host'; value: string };
}

/** Names by which a container reaches the machine it runs on. An outsider cannot give them an address. */
const CONTAINER_HOSTS: ReadonlySet<string> = new Set([
  'host.docker.internal',
  'host.containers.internal',
]);

export interface HostAccess {
  allowedHosts: ReadonlySet<string>;
  lan: boolean;
  /** The machine's own name, as the system tells it. */
  machineName: string;
  /** The port of this endpoint, for the message. */
  port: number;
}

/**
 * Whether a request may come under this Host, which is what stops DNS rebinding: a name that another
 * person controls never passes, whatever it resolves to. IP literals cannot be rebound, so they pass,
 * except the unspecified ones, by which browsers once reached local servers around their own rules.
 */
export function checkHost(
  header: string | undefined,
  access: HostAccess,
): { hostname: string } | Blocked {
  const name = header === undefined ? undefined : readHostName(header);
  if (name === undefined) {
    return { rule: 'host', failure: failure('host_missing', { port: access.port }) };
  }
  const { hostname, kind } = name;
  if (kind === 'loopback' || kind === 'address') return { hostname };
  if (kind === 'name' && isAllowedName(hostname, access)) return { hostname };
  return {
    rule: 'host',
    failure: failure('host_not_allowed', { host: hostname }),
    ...(kind === 'name' ? { remedy: { kind: 'host', value: hostname } as const } : {}),
  };
}

function isAllowedName(hostname: string, { allowedHosts, lan, machineName }: HostAccess): boolean {
  if (CONTAINER_HOSTS.has(hostname) || allowedHosts.has(hostname)) return true;
  if (!lan || machineName === '') return false;
  const own = machineName.toLowerCase().replace(/\.local$/, '');
  return hostname === own || hostname === `${own}.local`;
}

export interface BrowserLoad {
  /** The Host that has passed its check. */
  hostname: string;
  /** A person may follow a link of any site to the page for people. */
  isPageForPeople: boolean;
  access: OriginAccess;
}

/**
 * Stops what pages can do without an Origin header: images, scripts, frames, styles and links that lead
 * here. Only for requests without an Origin; where there is one, it decides. Page script cannot set
 * `Sec-Fetch-*`; older browsers do not send them, but a Referer.
 */
export function checkBrowserLoad(
  headers: IncomingHttpHeaders,
  { hostname, isPageForPeople, access }: BrowserLoad,
): Blocked | undefined {
  const site = single(headers['sec-fetch-site']);
  const mode = single(headers['sec-fetch-mode']);
  const dest = single(headers['sec-fetch-dest']);
  const isLink = mode === 'navigate' && dest === 'document';
  if (isPageForPeople && (site === undefined || isLink)) return undefined;

  const isOwn = site === undefined || site === 'same-origin' || site === 'none';
  const isNeighbour = site === 'same-site' && mode !== 'no-cors' && (mode !== 'navigate' || isLink);
  const origin = refererOrigin(headers);
  const foreign = origin === undefined ? undefined : checkOrigin(origin, hostname, access);
  if ((isOwn || isNeighbour) && foreign === undefined) return undefined;
  return {
    rule: 'fetch_metadata',
    failure: failure('cross_site_request'),
    ...(foreign?.remedy === undefined || !isOwn ? {} : { remedy: foreign.remedy }),
  };
}

/** A header that is not one of Node's known ones may come twice; then Node joins them or lists them. */
function single(header: string | string[] | undefined): string | undefined {
  return header === undefined ? undefined : String(header);
}

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

export type KeyRequest = Pick<RawRequest, 'target' | 'headers'> & {
  caller: Pick<RawRequest['caller'], 'from'>;
};

/**
 * Whether the caller has the key, where one is asked: from callers elsewhere always, unless the person
 * switched it off; from this machine where the project wants it. The token server ID of a project is a
 * key to it. Elsewhere, an unknown ID is a wrong key, whatever else comes with it.
 */
export function checkKey(request: KeyRequest, access: AccessSettings): Blocked | undefined {
  const { from } = request.caller;
  if (from === 'loopback' && !access.someRequireKey) return undefined;
  const selection = selectionOf(request);
  if (!needsKey(from, selection, access)) return undefined;
  const { tokenServerId } = selection;
  if (tokenServerId !== undefined) {
    if (access.isTokenServerId(tokenServerId)) return undefined;
    if (from === 'lan') return { rule: 'key', failure: failure('unknown_token_server_id') };
  }
  const given = bearer(request.headers['authorization']);
  if (given !== undefined && isSameSecret(given, access.key)) return undefined;
  return { rule: 'key', failure: failure(given === undefined ? 'key_required' : 'key_wrong') };
}

/** From elsewhere the ID alone counts, and the query is not read before the key has passed. */
function selectionOf({ target, headers, caller }: KeyRequest): Selection {
  const query = caller.from === 'lan' ? NO_FORM_FIELDS : readFormFields(queryText(target));
  return readSelection('code' in query ? NO_FORM_FIELDS : query, headers['x-sandbox-id']);
}

/** Without `lan`, a caller from elsewhere is a connection left over from when it was on. */
function needsKey(from: 'loopback' | 'lan', selection: Selection, access: AccessSettings): boolean {
  return from === 'lan'
    ? !access.lan || access.lanKey !== undefined
    : access.requiresKey(selection);
}

function bearer(authorization: string | string[] | undefined): string | undefined {
  return authorization === undefined
    ? undefined
    : /^Bearer +(\S+) *$/i.exec(String(authorization))?.[1];
}
