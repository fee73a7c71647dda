import { signal } from '@preact/signals';
import type { Transport } from '../../../main/contract/client.ts';
import { unreachable, type HostLink } from './link.ts';

declare global {
  interface Window {
    /** Exposed by the preload script of the desktop app. */
    readonly tokenTray?: Transport;
  }
}

/** The link over a transport that lives and dies with its host. */
export function createIpcLink(transport: Transport): HostLink {
  return {
    call: async (name, input) => {
      try {
        return await transport.call(name, input);
      } catch {
        return { ok: false, error: unreachable() };
      }
    },
    listen: (event, listener) => transport.listen(event, listener),
    status: signal('online'),
    retry: () => {},
  };
}
