import { createHmac } from 'node:crypto';
import type { JsonObject } from '../../contract/json.ts';

/** LiveKit takes HS256 alone; the header is the one its own SDK writes. */
const HEADER = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.`;

/**
 * Signs `claims` as a JWT with HS256. Synchronous: an HMAC of a token costs less than a trip to another
 * thread and back, which is what Web Crypto makes of it.
 */
export function signHs256(claims: JsonObject, secret: string): string {
  const signed = HEADER + Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
