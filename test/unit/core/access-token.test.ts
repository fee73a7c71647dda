import { createHmac } from 'node:crypto';
import { TokenVerifier } from 'livekit-server-sdk';
import { describe, expect, it } from 'vitest';
import {
  accessTokenClaims,
  requireCredentials,
  signHs256,
} from '../../../main/core/access-token.ts';
import { readAsLiveKitServer } from '../../fixtures/clients/livekit-server-rules.ts';
import { aSubject } from '../../fixtures/snapshot.ts';

const SUBJECT = aSubject();

function claims(overrides: Partial<Parameters<typeof accessTokenClaims>[0]> = {}) {
  return accessTokenClaims({
    apiKey: 'devkey',
    grants: { video: { roomJoin: true } },
    subject: SUBJECT,
    ttlSeconds: 900,
    nowSeconds: 1_800_000_000,
    ...overrides,
  });
}

describe('accessTokenClaims', () => {
  it('W26 always has iss, sub, nbf and exp, and nothing empty', () => {
    expect(claims()).toEqual({
      iss: 'devkey',
      sub: 'i',
      nbf: 1_800_000_000,
      exp: 1_800_000_900,
      video: { roomJoin: true, room: 'r' },
    });
  });

  it.each([
    [-90, 'refused'],
    [-30, 'accepted'],
    [0, 'accepted'],
    [30, 'accepted'],
    [90, 'accepted'],
    [3600, 'refused'],
  ])('R18 for a server whose clock is %i s ahead of ours: %s', (seconds, verdict) => {
    const { accepted } = readAsLiveKitServer(signHs256(claims(), 'secret'), {
      keys: { devkey: 'secret' },
      version: '1.12',
      now: 1_800_000_000 + seconds,
    });
    expect(accepted ? 'accepted' : 'refused').toBe(verdict);
  });

  it('carries every grant that LiveKit knows', () => {
    const video = {
      roomJoin: true,
      roomCreate: true,
      roomList: true,
      roomRecord: true,
      roomAdmin: true,
      ingressAdmin: true,
      canPublish: true,
      canPublishSources: ['camera', 'microphone', 'screen_share', 'screen_share_audio'] as const,
      canSubscribe: true,
      canPublishData: false,
      canUpdateOwnMetadata: true,
      canSubscribeMetrics: true,
      canManageAgentSession: true,
      hidden: true,
      recorder: true,
      agent: true,
      destinationRoom: 'other',
    };
    const rest = {
      sip: { admin: true, call: false },
      inference: { perform: true },
      observability: { write: true },
      kind: 'agent',
      roomPreset: 'big',
    };
    const grants = {
      video: { ...video, canPublishSources: [...video.canPublishSources] },
      ...rest,
    };
    const subject = {
      ...SUBJECT,
      name: 'Amy',
      metadata: 'm',
      attributes: { k: 'v' },
      roomConfig: { agents: [{ agentName: 'a' }] },
    };
    expect(claims({ grants, subject })).toMatchObject({
      video: { ...video, room: 'r' },
      ...rest,
      name: 'Amy',
      metadata: 'm',
      attributes: { k: 'v' },
      roomConfig: { agents: [{ agentName: 'a' }] },
    });
    // The SDK's own grants are changed when they are read; ours must survive the second token.
    expect(claims({ grants, subject })).toEqual(claims({ grants, subject }));
  });

  it('A26 W29 refuses empty credentials instead of taking those of the environment', () => {
    expect(() => {
      requireCredentials('Kitchen', 'key', '');
    }).toThrow('Project "Kitchen" has no API secret');
    expect(() => {
      requireCredentials('Kitchen', '', 'secret');
    }).toThrow('Project "Kitchen" has no API key');
  });
});

describe('signHs256', () => {
  const now = Math.floor(Date.now() / 1000);

  it("makes a token that LiveKit's own verifier accepts", async () => {
    const token = signHs256(claims({ nowSeconds: now }), 'secret');
    const verified = await new TokenVerifier('devkey', 'secret').verify(token);
    expect(verified).toEqual(claims({ nowSeconds: now }));
  });

  it('makes a token that an independent check accepts', () => {
    const [header = '', payload = '', signature] = signHs256(claims(), 'sécret').split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'HS256' });
    expect(createHmac('sha256', 'sécret').update(`${header}.${payload}`).digest('base64url')).toBe(
      signature,
    );
  });

  it('signs with the given key each time', () => {
    const tokens = Array.from({ length: 200 }, (_unused, index) =>
      signHs256({ n: 1 }, `secret-${index % 100}`),
    );
    expect(new Set(tokens).size).toBe(100);
    expect(tokens[0]).toBe(tokens[100]);
  });
});
