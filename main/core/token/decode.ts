import { isJsonObject, type JsonObject } from '../../contract/json.ts';

/** The claims of a token, unverified; `undefined` for what is not a JWT. */
export function decodeClaims(token: string): JsonObject | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return isJsonObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}
