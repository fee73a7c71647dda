import type { IncomingHttpHeaders } from 'node:http';
import { failure, type Failure } from '../../contract/errors.ts';

/** Refuses a WebSocket, which is meant for the LiveKit server. Any other upgrade is an offer, and is declined by not taking it. */
export function checkUpgrade({ upgrade }: IncomingHttpHeaders): Failure | undefined {
  return upgrade !== undefined && /websocket/i.test(upgrade)
    ? failure('invalid_request', {
        detail: 'no WebSocket is spoken here; connect to the server_url that comes with the token',
      })
    : undefined;
}
