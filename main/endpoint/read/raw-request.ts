import type { IncomingMessage } from 'node:http';
import type { Caller } from '../../contract/activity.ts';
import { clientOf } from '../../core/activity/client-of.ts';
import type { RawRequest } from '../../core/ports.ts';
import { wallClock } from '../../core/wall-clock.ts';
import type { Peer } from './peer.ts';

/** A request as the activity shows it; its body is added once it has been read. */
export function rawRequest(
  request: IncomingMessage,
  { peer, host, path }: { peer: Peer; host: string; path: string },
): RawRequest {
  const { headers } = request;
  const userAgent = headers['user-agent'];
  const caller: Caller = { host, ...peer, client: clientOf(userAgent).client };
  if (headers.origin !== undefined) caller.origin = headers.origin;
  if (userAgent !== undefined) caller.userAgent = userAgent;
  return {
    receivedAt: wallClock(),
    method: request.method ?? '',
    target: request.url ?? '',
    path,
    headers,
    body: '',
    caller,
  };
}
