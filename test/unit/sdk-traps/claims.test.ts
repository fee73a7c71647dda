import { AccessToken, TokenVerifier, TrackSource } from 'livekit-server-sdk';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Grants } from '../../../main/contract/preset.ts';
import type { JsonObject } from '../../../main/contract/json.ts';
import { accessTokenClaims, signHs256, type Subject } from '../../../main/core/access-token.ts';
import { jwtParts, verifyHs256 } from '../../fixtures/clients/jwt-text.ts';
import { LIVEKIT_SERVER_VERSIONS } from '../../fixtures/clients/livekit-room-configuration.ts';
import { readAsLiveKitServer } from '../../fixtures/clients/livekit-server-rules.ts';
import { decodeSwift29Claims, decodeSwiftClaims } from '../../fixtures/clients/swift.ts';
import { aSubject } from '../../fixtures/snapshot.ts';

const API_KEY = 'APItraps';
const SECRET = 'a-secret-of-the-tests-that-is-long-enough';

const SUBJECT = aSubject({ room: 'my room', identity: 'alice' });

/** Every grant that a preset can hold. */
const EVERY_GRANT: Grants = {
  video: {
    roomJoin: true,
    roomCreate: true,
    roomList: true,
    roomRecord: true,
    roomAdmin: true,
    ingressAdmin: true,
    canPublish: true,
    canPublishSources: ['camera', 'microphone', 'screen_share', 'screen_share_audio'],
    canSubscribe: true,
    canPublishData: true,
    canUpdateOwnMetadata: true,
    canSubscribeMetrics: true,
    canManageAgentSession: true,
    hidden: false,
    recorder: false,
    agent: false,
    destinationRoom: 'other room',
  },
  sip: { admin: false, call: true },
  inference: { perform: true },
  observability: { write: true },
  kind: 'standard',
  roomPreset: 'a preset',
};

const nowSeconds = Math.floor(Date.now() / 1000);

function claimsOf(
  subject: Partial<Subject> = {},
  grants: Grants = { video: { roomJoin: true } },
  ttlSeconds = 900,
): JsonObject {
  return accessTokenClaims({
    apiKey: API_KEY,
    grants,
    subject: { ...SUBJECT, ...subject },
    ttlSeconds,
    nowSeconds,
  });
}

const sdkToken = (): AccessToken => {
  const token = new AccessToken(API_KEY, SECRET, { identity: 'alice' });
  token.addGrant({ roomJoin: true, room: 'my room', canPublishSources: [TrackSource.CAMERA] });
  return token;
};

describe('the claims of a token, against the traps of livekit-server-sdk', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("W26 every token has iss, sub, nbf and exp as whole seconds, and TokenVerifier, an independent HS256 check and the server's rules take it", async () => {
    const token = signHs256(claimsOf({}, EVERY_GRANT), SECRET);
    const claims = await new TokenVerifier(API_KEY, SECRET).verify(token);
    expect(claims).toMatchObject({
      iss: API_KEY,
      sub: 'alice',
      nbf: nowSeconds,
      exp: nowSeconds + 900,
    });
    expect(verifyHs256(token, SECRET)).toEqual({ accepted: true, value: claims });
    for (const version of LIVEKIT_SERVER_VERSIONS) {
      const rules = { keys: { [API_KEY]: SECRET }, version, now: nowSeconds };
      expect(readAsLiveKitServer(token, rules)).toEqual({
        accepted: true,
        value: { identity: 'alice', room: 'my room' },
      });
    }
  });

  it('TokenVerifier refuses the token under another key, another secret, and once it is over', async () => {
    const token = signHs256(claimsOf(), SECRET);
    const over = signHs256({ ...claimsOf(), exp: nowSeconds - 60 }, SECRET);
    await expect(new TokenVerifier('APIother', SECRET).verify(token)).rejects.toThrow();
    await expect(new TokenVerifier(API_KEY, 'another').verify(token)).rejects.toThrow();
    await expect(new TokenVerifier(API_KEY, SECRET).verify(over)).rejects.toThrow();
  });

  it("carries the same claims as the SDK's own token for the same input", async () => {
    const sdk = new AccessToken(API_KEY, SECRET, {
      identity: 'alice',
      name: 'Alice',
      metadata: '{"a":1}',
      attributes: { k: 'v' },
      ttl: '15m',
    });
    sdk.addGrant({
      roomJoin: true,
      room: 'my room',
      canPublish: true,
      canPublishSources: [TrackSource.CAMERA, TrackSource.SCREEN_SHARE_AUDIO],
    });
    sdk.addSIPGrant({ admin: false, call: true });
    sdk.addInferenceGrant({ perform: true });
    sdk.addObservabilityGrant({ write: true });
    sdk.kind = 'standard';
    sdk.roomPreset = 'a preset';
    const ours = claimsOf(
      { name: 'Alice', metadata: '{"a":1}', attributes: { k: 'v' } },
      {
        ...EVERY_GRANT,
        video: {
          roomJoin: true,
          canPublish: true,
          canPublishSources: ['camera', 'screen_share_audio'],
        },
      },
    );
    const { iss, sub, nbf: _nbf, exp: _exp, ...theirs } = jwtParts(await sdk.toJwt())?.claims ?? {};
    const { nbf: _ourNbf, exp: _ourExp, ...rest } = ours;
    expect(rest).toEqual({ iss, sub, ...theirs });
  });

  it('a lifetime is a number of seconds after now, where the SDK takes ttl set later as a moment in 1970', async () => {
    const sdk = new AccessToken(API_KEY, SECRET, { identity: 'alice' });
    sdk.ttl = 600;
    const theirs = jwtParts(await sdk.toJwt())?.claims['exp'];
    expect(theirs).toBe(600);
    expect(claimsOf({}, undefined, 600)['exp']).toBe(nowSeconds + 600);
  });

  it('signs twice from one preset, where toJwt() throws at the second call', async () => {
    const sdk = sdkToken();
    await sdk.toJwt();
    await expect(sdk.toJwt()).rejects.toThrow();
    const first = claimsOf({}, EVERY_GRANT);
    expect(claimsOf({}, EVERY_GRANT)).toEqual(first);
    expect(EVERY_GRANT.video.canPublishSources?.[0]).toBe('camera');
  });

  it('takes track sources by the names that stand in a token, where the SDK wants numbers', () => {
    expect(claimsOf({}, EVERY_GRANT)['video']).toMatchObject({
      canPublishSources: ['camera', 'microphone', 'screen_share', 'screen_share_audio'],
    });
  });

  it('leaves empty texts and maps out, where the setters of the SDK keep them', async () => {
    const sdk = sdkToken();
    sdk.metadata = '';
    expect(jwtParts(await sdk.toJwt())?.claims).toHaveProperty('metadata', '');
    const claims = claimsOf();
    for (const key of ['name', 'metadata', 'attributes', 'roomConfig', 'kind', 'roomPreset']) {
      expect(claims).not.toHaveProperty(key);
    }
  });

  it('T9 T10 Swift decodes every token: no null, a whole SIP grant, all four registered claims', () => {
    const roomConfig = { agents: [{ agentName: 'ag', deployment: 'staging' }] };
    for (const token of [
      signHs256(claimsOf(), SECRET),
      signHs256(claimsOf({ roomConfig, name: 'A', attributes: { k: 'v' } }, EVERY_GRANT), SECRET),
    ]) {
      expect(decodeSwiftClaims(token).accepted).toBe(true);
      expect(decodeSwift29Claims(token).accepted).toBe(true);
    }
  });

  it('writes the header of the SDK', async () => {
    const theirs = jwtParts(await sdkToken().toJwt())?.header;
    expect(jwtParts(signHs256(claimsOf(), SECRET))?.header).toEqual(theirs);
  });

  it('says nothing where there is a document, as in a renderer or under jsdom', () => {
    vi.stubGlobal('document', {});
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const before = said.mock.calls.length;
    expect(sdkToken()).toBeInstanceOf(AccessToken);
    expect(said.mock.calls.length).toBeGreaterThan(before);
    said.mockClear();
    signHs256(claimsOf({}, EVERY_GRANT), SECRET);
    expect(said).not.toHaveBeenCalled();
  });
});
