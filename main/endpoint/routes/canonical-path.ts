/**
 * The path of a request target as routes compare it: without its query, runs of slashes taken as one (a
 * client whose base URL ends in a slash asks for `//api/v2/...`), and without a slash at its end. Case
 * does not count. Nothing is decoded: `/%74oken` and `/..%2ftoken` are paths of their own, and nothing
 * is there. Answered in place and never by a redirect, which turns a POST into a GET in some clients.
 */
export function canonicalPath(target: string): string {
  const mark = target.indexOf('?');
  let path = mark === -1 ? target : target.slice(0, mark);
  if (path.includes('//')) path = path.replace(/\/{2,}/g, '/');
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** What stands behind the first `?` of a target. */
export function queryText(target: string): string {
  const mark = target.indexOf('?');
  return mark === -1 ? '' : target.slice(mark + 1);
}
