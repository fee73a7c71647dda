import { isJsonObject, type JsonObject } from './json.ts';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Map(Array.from(BASE64, (letter, value) => [letter, value]));

/** The claims of a JWT, unverified; `undefined` for text that is not one. Needs neither Node nor a browser. */
export function decodeClaims(token: string): JsonObject | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(decodeBase64Url(payload));
    return isJsonObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

/** The room that claims are for; empty where they name none. */
export function roomOfClaims({ video }: JsonObject): string {
  const room = isJsonObject(video) ? video['room'] : undefined;
  return typeof room === 'string' ? room : '';
}

/** Base64url of UTF-8 as text. Throws where it is not. */
function decodeBase64Url(text: string): string {
  const letters = text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/={1,2}$/, '');
  let percentEncoded = '';
  let bits = 0;
  let bitCount = 0;
  for (const letter of letters) {
    const value = VALUES.get(letter);
    if (value === undefined) throw new SyntaxError('not base64url');
    bits = ((bits << 6) | value) & 0xffff;
    bitCount += 6;
    if (bitCount < 8) continue;
    bitCount -= 8;
    percentEncoded += `%${((bits >> bitCount) & 0xff).toString(16).padStart(2, '0')}`;
  }
  return decodeURIComponent(percentEncoded);
}
