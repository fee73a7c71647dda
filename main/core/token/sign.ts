import type { JsonObject } from '../../contract/json.ts';
import { hmacSha256, type Mac } from './hmac-sha256.ts';

/** LiveKit takes HS256 alone; the header is the one its own SDK writes. */
const HEADER = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.`;

/** A key that is prepared once spares each token its preparation; a handful of projects is usual. */
const macs = new Map<string, Mac>();
const MAX_KEYS = 64;

function macFor(secret: string): Mac {
  const known = macs.get(secret);
  if (known !== undefined) return known;
  if (macs.size >= MAX_KEYS) macs.clear();
  const mac = hmacSha256(secret);
  macs.set(secret, mac);
  return mac;
}

/**
 * Signs `claims` as a JWT with HS256. Synchronous: an HMAC of a token costs less than a trip to another
 * thread and back, which is what Web Crypto makes of it.
 */
export function signHs256(claims: JsonObject, secret: string): string {
  const signed = HEADER + Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${signed}.${macFor(secret)(signed)}`;
}
