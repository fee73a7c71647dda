import { signal } from '@preact/signals';
import type { Transport } from '../../../main/contract/client.ts';
import { unreachable, type HostLink } from './link.ts';

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
