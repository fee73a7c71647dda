import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { SESSION_CODE_SECONDS } from '../contract/http-protocol.ts';

/** The sign-in to the window over HTTP: by the token of this run. */
export interface Session {
  /** 256 bits, new at each start. It leaves the process in the answer to a code and in the runtime file alone. */
  readonly token: string;
  /** Whether an Authorization header carries the token. */
  accepts(authorization: string | undefined): boolean;
  /** A code that `redeem` takes once, within a minute. */
  newCode(): string;
  redeem(code: string): boolean;
}

/** Unused codes. A person never opens this many windows; more of them would be an attack or a loop. */
const MAX_CODES = 16;

export function createSession(now: () => number = Date.now): Session {
  const token = randomBytes(32).toString('base64url');
  const tokenDigest = digest(`Bearer ${token}`);
  /** Digests of the codes and when they end. A look-up by digest tells nothing about a code by its duration. */
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
