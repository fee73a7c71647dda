import { isEventName } from '../contract/events.ts';
import type { Transport } from '../contract/transport.ts';
import type { TokenTray } from './token-tray.ts';

/** The core as a transport, for those who sit in its own process. Unknown events throw a TypeError. */
export function inProcessTransport(tokenTray: Pick<TokenTray, 'dispatch' | 'listen'>): Transport {
  return {
    call: tokenTray.dispatch,
    listen(event, listener) {
      if (!isEventName(event)) throw new TypeError(`There is no event named "${event}".`);
      return tokenTray.listen(event, listener);
    },
  };
}
