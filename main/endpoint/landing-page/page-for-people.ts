import { wantsHtml } from '../answer/accepts.ts';

/**
 * Whether a person opened the endpoint in a browser on this machine. On the LAN nothing but tokens and
 * `/health` is answered.
 */
export function isPageForPeople(
  method: string | undefined,
  path: string,
  accept: string | undefined,
  from: 'loopback' | 'lan',
): boolean {
  return (
    path === '/' &&
    (method === 'GET' || method === 'HEAD') &&
    from === 'loopback' &&
    wantsHtml(accept)
  );
}
