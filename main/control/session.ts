import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { SESSION_CODE_SECONDS } from '../contract/http-protocol.ts';

/** Signs a window in over HTTP, by the token of this run. */
export interface Session {
  /** 256 bits, new at each start. It leaves the process only in the answer to a code and in the session file. */
  readonly token: string;
  /** Whether an Authorization header carries the token. */
  accepts(authorization: string | undefined): boolean;
  /** A code that `redeem` takes once, within a minute. */
  newCode(): string;
  redeem(code: string): boolean;
}

/** Unused codes at a time. No user opens this many windows; more would be an attack or a loop. */
const MAX_CODES = 16;

export function createSession(now: () => number = Date.now): Session {
  const token = randomBytes(32).toString('base64url');
  const tokenDigest = digest(`Bearer ${token}`);
  /** Digests of the codes and when they end. Looking up a digest leaks nothing about the code by its timing. */
  const codes = new Map<string, number>();

  const dropOld = (): void => {
    for (const [key, endsAt] of codes) if (endsAt <= now()) codes.delete(key);
  };

  return {
    token,
    accepts: (authorization) =>
      authorization !== undefined && timingSafeEqual(digest(authorization), tokenDigest),
    newCode: () => {
      dropOld();
      const [oldest] = codes.keys();
      if (oldest !== undefined && codes.size >= MAX_CODES) codes.delete(oldest);
      const code = randomBytes(24).toString('base64url');
      codes.set(digest(code).toString('hex'), now() + SESSION_CODE_SECONDS * 1000);
      return code;
    },
    redeem: (code) => {
      dropOld();
      return codes.delete(digest(code).toString('hex'));
    },
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
