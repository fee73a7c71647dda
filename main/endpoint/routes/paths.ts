import { CHECK_PATH } from '../../contract/phone-check.ts';
import { SANDBOX_PATH } from '../../contract/selectors.ts';

/** How the token route of a path reads names and writes its answer. */
export interface TokenPath {
  path: string;
  /** `standard`: LiveKit's standard endpoint. `legacy`: the older sandbox, camelCase alone. */
  answer: 'standard' | 'legacy';
  /** Whether a participant's name is their identity, as the older sandbox defines it. */
  nameIsIdentity: boolean;
}

function standard(path: string): TokenPath {
  return { path, answer: 'standard', nameIsIdentity: false };
}

/** Answers tokens too, except to a person who opens it in a browser. */
export const ROOT_PATH = standard('/');

/**
 * Where tokens are. `/token` is the one we show; the others are where clients, starters and samples of
 * LiveKit look when only their base URL is changed. LiveKit Meet's path tells participants of one name
 * apart, so a name there is a name only.
 */
export const TOKEN_PATHS: readonly TokenPath[] = [
  standard('/token'),
  standard('/api/v2/sandbox/connection-details'),
  { path: SANDBOX_PATH, answer: 'legacy', nameIsIdentity: true },
  { path: '/api/connection-details', answer: 'legacy', nameIsIdentity: false },
  standard('/api/token'),
  standard('/createToken'),
  standard('/getToken'),
  ROOT_PATH,
];

export const HEALTH_PATH = '/health';

export const OPENAPI_PATH = '/openapi.json';

/** Whether a canonical path is the phone check's page or a part of it. */
export function isCheckPath(path: string): boolean {
  return path === CHECK_PATH || path.startsWith(`${CHECK_PATH}/`);
}

const LOWER_CASE_PATHS: ReadonlySet<string> = new Set(
  TOKEN_PATHS.map(({ path }) => path.toLowerCase()),
);

/** Whether a canonical path is one of the token routes. */
export function isTokenPath(path: string): boolean {
  return LOWER_CASE_PATHS.has(path.toLowerCase());
}

/**
 * The path of a request target as routes compare it: without its query, runs of slashes taken as one (a
 * client whose base URL ends in a slash asks for `//api/v2/...`), and without a slash at its end. Case
 * does not count. Nothing is decoded: `/%74oken` and `/..%2ftoken` are paths of their own, and nothing
 * is there. Answered in place and never by a redirect, which turns a POST into a GET in some clients.
 */
export function canonicalPath(target: string): string {
  const mark = target.indexOf('?');
  let path = mark === -1 ? target : target.slice(0, mark);
  if (path.includes('//')) path = path.replace(/\/+/g, '/');
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** What follows the first `?` of a target. */
export function queryText(target: string): string {
  const mark = target.indexOf('?');
  return mark === -1 ? '' : target.slice(mark + 1);
}
