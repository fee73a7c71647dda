import { createHttpLink } from './http-link.ts';
import { createIpcLink } from './ipc-link.ts';
import type { HostLink } from './link.ts';

/** The host's own transport where it exposes one, the page's origin otherwise. */
export function chooseLink(page: Window): HostLink {
  const exposed = page.tokenTray;
  return exposed === undefined ? createHttpLink(page) : createIpcLink(exposed);
}
