import type { AccessSettings } from '../../core/ports.ts';
import type { Blocked } from './blocked.ts';
import { checkKey, type KeyRequest } from './key.ts';
import type { RateLimiter } from './rate.ts';

export interface CallerRequest extends KeyRequest {
  address: string;
  /** Preflights cannot carry a key; `/health` and the page for people hold nothing that would need one. */
  isOpen: boolean;
}

/** How often, and with which key. A wrong key is counted, so that guessing one is slow. */
export function checkCaller(
  request: CallerRequest,
  access: AccessSettings,
  limiter: RateLimiter,
): Blocked | undefined {
  const { from, address } = request;
  const tooOften = from === 'lan' ? limiter.take(address) : undefined;
  if (tooOften !== undefined || request.isOpen) return tooOften;
  const blocked = checkKey(request, access);
  const hasTried =
    request.authorization !== undefined || request.selection.tokenServerId !== undefined;
  if (blocked !== undefined && from === 'lan' && hasTried) limiter.wrongKey(address);
  return blocked;
}
