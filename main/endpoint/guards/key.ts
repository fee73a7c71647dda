import { createHash, timingSafeEqual } from 'node:crypto';
import { failure } from '../../contract/errors.ts';
import type { AccessSettings } from '../../core/ports.ts';
import type { Selection } from '../read/selection.ts';
import type { Blocked } from './blocked.ts';

export interface KeyRequest {
  from: 'loopback' | 'lan';
  /** The `Authorization` header. */
  authorization: string | undefined;
  /** The token server ID of a project is a key to it. */
  selection: Selection;
}

/**
 * Whether the caller has the key, where one is asked: from callers elsewhere always, unless the person
 * switched it off; from this machine where the project wants it. Elsewhere, a token server ID that is
 * none of ours is a wrong key, whatever else comes with it.
 */
export function checkKey(request: KeyRequest, access: AccessSettings): Blocked | undefined {
  if (!needsKey(request, access)) return undefined;
  const { from, authorization } = request;
  const { tokenServerId } = request.selection;
  if (tokenServerId !== undefined) {
    if (access.isTokenServerId(tokenServerId)) return undefined;
    if (from === 'lan') return { rule: 'key', failure: failure('unknown_token_server_id') };
  }
  const given = bearer(authorization);
  return given !== undefined && isSame(given, access.key)
    ? undefined
    : { rule: 'key', failure: failure('key_required') };
}

/** Without `lan`, a caller from elsewhere is a connection left over from when it was on. */
function needsKey({ from, selection }: KeyRequest, access: AccessSettings): boolean {
  return from === 'lan'
    ? !access.lan || access.lanKey !== undefined
    : access.requiresKey(selection);
}

function bearer(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
}

/** Digests are of one length, so that comparing them tells nothing about the key by its time. */
function isSame(given: string, key: string): boolean {
  return timingSafeEqual(digest(given), digest(key));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
