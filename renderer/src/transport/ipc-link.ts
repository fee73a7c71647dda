import { signal } from '@preact/signals';
import type { Transport } from '../../../main/contract/client.ts';
import type { HostLink } from './link.ts';

declare global {
  interface Window {
    /** Exposed by the preload script of the desktop app. */
    readonly tokenTray?: Transport;
  }
}

/** The link over a transport that lives and dies with its host, so there is no state to watch. */
export function createIpcLink(transport: Transport): HostLink {
  return {
    call: (name, input) => transport.call(name, input),
    listen: (event, listener) => transport.listen(event, listener),
    status: signal('online'),
    retry: () => {},
  };
}
