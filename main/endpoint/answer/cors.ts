/** The methods that token routes answer, as preflights are told. */
export const CORS_METHODS = 'GET,POST,PUT,PATCH,OPTIONS';

/** What clients of LiveKit send; named where a preflight does not say what it wants. */
const USUAL_HEADERS = 'authorization,content-type,x-sandbox-id';

/** Header names, as a preflight lists them. */
const HEADER_LIST = /^[\w!#$%&'*+.^`|~-]+(?:\s*,\s*[\w!#$%&'*+.^`|~-]+)*$/;

/** How long a browser may remember a preflight; an origin that is taken off the list is refused soon. */
const MAX_AGE_SECONDS = 600;

/**
 * The headers that let a page of an allowed `origin` read an answer. Always that one origin, never `*`.
 * `withCredentials`: on token routes, since clients may ask with `credentials: 'include'`; no route reads a cookie.
 */
export function corsHeaders(origin: string, withCredentials: boolean): readonly string[] {
  const headers = ['Access-Control-Allow-Origin', origin, 'Vary', 'Origin'];
  return withCredentials ? [...headers, 'Access-Control-Allow-Credentials', 'true'] : headers;
}

/** What a preflight of an allowed origin is told besides; `asked`: its Access-Control-Request-Headers. */
export function preflightHeaders(asked: string | undefined): readonly string[] {
  const headers = asked !== undefined && HEADER_LIST.test(asked) ? asked : USUAL_HEADERS;
  return [
    'Access-Control-Allow-Methods',
    CORS_METHODS,
    'Access-Control-Allow-Headers',
    headers,
    'Access-Control-Max-Age',
    String(MAX_AGE_SECONDS),
  ];
}
