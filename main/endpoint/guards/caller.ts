import type { AccessSettings } from '../../core/token-request.ts';
import type { Peer } from '../read/peer.ts';
import type { Blocked } from './blocked.ts';
import { checkKey, type KeyRequest } from './key.ts';
import type { RateLimiter } from './rate.ts';

export interface CallerRequest extends Omit<KeyRequest, 'from'> {
  peer: Peer;
  /** Preflights cannot carry a key; `/health` and the page for people hold nothing that would need one. */
  isOpen: boolean;
}

/** How often, and with which key. A wrong key is counted, so that guessing one is slow. */
export function checkCaller(
  request: CallerRequest,
  access: AccessSettings,
  limiter: RateLimiter,
): Blocked | undefined {
  const { from, address } = request.peer;
  const tooOften = from === 'lan' ? limiter.take(address) : undefined;
  if (tooOften !== undefined || request.isOpen) return tooOften;
  const blocked = checkKey({ ...request, from }, access);
  const hasTried = request.authorization !== undefined || request.tokenServerId !== undefined;
  if (blocked !== undefined && from === 'lan' && hasTried) limiter.wrongKey(address);
  return blocked;
}
