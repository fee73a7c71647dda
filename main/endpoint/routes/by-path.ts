import type { RequestHandler } from 'express';

/**
 * Answers by the route of a path, found by one look-up. Express would try the pattern of each route in
 * turn, for each request, and compile each of them while the first token is waited for. The guards have
 * put the canonical path in `url`; its case does not count.
 */
export function byPath(
  routes: readonly (readonly [path: string, route: RequestHandler])[],
): RequestHandler {
  const byLowerCase = new Map(routes.map(([path, route]) => [path.toLowerCase(), route]));
  return (request, response, next) => {
    const route = byLowerCase.get(request.url.toLowerCase());
    if (route === undefined) {
      next();
      return undefined;
    }
    return route(request, response, next);
  };
}
