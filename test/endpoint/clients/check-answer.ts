import { TokenVerifier } from 'livekit-server-sdk';
import { expect } from 'vitest';
import { isJsonObject, type JsonObject } from '../../../main/contract/json.ts';
import type { ClientRequest } from '../../fixtures/clients/client-request.ts';
import { grantedDifferences } from '../../fixtures/clients/granted.ts';
import { verifyHs256 } from '../../fixtures/clients/jwt-text.ts';
import {
  LIVEKIT_SERVER_VERSIONS,
  type LiveKitServerVersion,
} from '../../fixtures/clients/livekit-room-configuration.ts';
import { readAsLiveKitServer } from '../../fixtures/clients/livekit-server-rules.ts';
import {
  exchange,
  type ExchangeOptions,
  type RawAnswer,
} from '../../fixtures/clients/raw-exchange.ts';
import type { Reading } from '../../fixtures/clients/reading.ts';

/** The project that exists at a first start, and what `livekit-server --dev` uses. */
export const LOCAL_KEY = 'devkey';
export const LOCAL_SECRET = 'secret';

/** What a client's test brings: how it reads the answer, the token, and when it uses the token again. */
export interface ClientRules<Value extends { token: string }> {
  read: (answer: RawAnswer) => Reading<Value>;
  decodes?: readonly ((token: string) => Reading<JsonObject>)[];
  /** Absent where the client keeps no tokens. */
  keeps?: (token: string, now: number) => boolean;
}

/** Every server where the token names no newer field; the newest alone where the app asked for a deployment. */
function serversFor(claims: JsonObject): readonly LiveKitServerVersion[] {
  return JSON.stringify(claims['roomConfig'] ?? {}).includes('"deployment"')
    ? ['1.12']
    : LIVEKIT_SERVER_VERSIONS;
}

/** Fails unless LiveKit's own verifier, an independent HS256 check and the server's rules take the token. */
export async function checkToken(token: string): Promise<JsonObject> {
  const independent = verifyHs256(token, LOCAL_SECRET);
  if (!independent.accepted) throw new Error(independent.why);
  const claims = independent.value;
  expect(await new TokenVerifier(LOCAL_KEY, LOCAL_SECRET).verify(token)).toEqual(claims);
  const now = Math.floor(Date.now() / 1000);
  for (const version of serversFor(claims)) {
    const verdict = readAsLiveKitServer(token, {
      keys: { [LOCAL_KEY]: LOCAL_SECRET },
      version,
      now,
    });
    expect({ version, verdict }).toMatchObject({ verdict: { accepted: true } });
  }
  return claims;
}

/** Sends one request of a client, and fails unless that client would join the room it asked for. */
export async function checkClient<Value extends { token: string }>(
  port: number,
  request: ClientRequest,
  { read, decodes = [], keeps }: ClientRules<Value>,
  options: ExchangeOptions = {},
): Promise<{ value: Value; claims: JsonObject; answer: RawAnswer }> {
  const answer = await exchange(port, request.bytes, options);
  const reading = read(answer);
  if (!reading.accepted) {
    throw new Error(`${reading.why}: ${answer.status} ${answer.body.toString('utf8')}`);
  }
  const { token } = reading.value;
  const claims = await checkToken(token);
  expect(grantedDifferences(claims, request.asked)).toEqual([]);
  for (const decode of decodes) expect(decode(token)).toMatchObject({ accepted: true });
  if (keeps !== undefined) checkKeeping(token, claims, keeps);
  return { value: reading.value, claims, answer };
}

/** T12: used again from the second it was made, through most of its life. */
function checkKeeping(
  token: string,
  claims: JsonObject,
  keeps: (token: string, now: number) => boolean,
): void {
  const { exp, nbf } = claims;
  if (typeof exp !== 'number' || typeof nbf !== 'number') throw new Error('no exp or nbf');
  expect(nbf).toBeLessThanOrEqual(Date.now() / 1000);
  expect(keeps(token, Math.floor(Date.now() / 1000))).toBe(true);
  expect(keeps(token, exp - 61)).toBe(true);
  expect(keeps(token, exp + 61)).toBe(false);
}

export function roomOf(claims: JsonObject): unknown {
  const { video } = claims;
  return isJsonObject(video) ? video['room'] : undefined;
}
