import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../main/contract/json.ts';
import { signHs256, verifyHs256 } from '../../../fixtures/clients/jwt-text.ts';
import {
  LIVEKIT_SERVER_VERSIONS,
  type LiveKitServerVersion,
} from '../../../fixtures/clients/livekit-room-configuration.ts';
import { readAsLiveKitServer } from '../../../fixtures/clients/livekit-server-rules.ts';
import {
  MADE_AT,
  MADE_CLAIMS,
  MADE_SECRET,
  madeToken,
} from '../../../fixtures/clients/made-answer.ts';

const verdict = (token: string, version: LiveKitServerVersion = '1.12', now = MADE_AT) => {
  const reading = readAsLiveKitServer(token, { keys: { APItests: MADE_SECRET }, version, now });
  return reading.accepted ? 'joins' : reading.why;
};

describe("a LiveKit server's verdict on a token", () => {
  it.each(LIVEKIT_SERVER_VERSIONS)('version %s lets the usual token join', (version) => {
    expect(verdict(madeToken(), version)).toBe('joins');
  });

  it.each([
    ['another issuer', madeToken({ iss: 'APIother' }), 'invalid API key'],
    ['no JWT', 'token', 'invalid token'],
    ['another secret', signHs256(MADE_CLAIMS, 'another secret'), 'wrong signature'],
    [
      'another algorithm in the header',
      signHs256(MADE_CLAIMS, MADE_SECRET, { alg: 'none' }),
      'not signed with HS256',
    ],
    ['no expiry', madeToken({ exp: undefined }), 'exp is missing'],
    ['no right to join', madeToken({ video: { room: 'r1' } }), 'no permission to join'],
    ['no identity', madeToken({ sub: undefined }), 'identity cannot be empty'],
    ['no room', madeToken({ video: { roomJoin: true } }), 'no room name'],
    ['an object as metadata', madeToken({ metadata: {} }), 'claim metadata has the wrong type'],
    [
      'a number among the attributes',
      madeToken({ attributes: { a: 1 } }),
      'claim attributes has the wrong type',
    ],
    [
      'a word for a flag',
      madeToken({ video: { roomJoin: 'true', room: 'r1' } }),
      'claim video has the wrong type',
    ],
    [
      'a track source by number',
      madeToken({ video: { roomJoin: true, room: 'r1', canPublishSources: [1] } }),
      'claim video has the wrong type',
    ],
    [
      'an unknown track source',
      madeToken({ video: { roomJoin: true, room: 'r1', canPublishSources: ['CAMERA'] } }),
      'unknown track source',
    ],
    [
      'metadata over 512 KiB',
      madeToken({ metadata: 'é'.repeat(262_145) }),
      'metadata exceeds the limit',
    ],
    [
      'attributes over 64 KiB',
      madeToken({ attributes: { k: 'é'.repeat(32_768) } }),
      'attributes exceed the limit',
    ],
    [
      'an identity over 256 bytes',
      madeToken({ sub: 'é'.repeat(129) }),
      'identity exceeds the limit',
    ],
    [
      'a room over 256 bytes',
      madeToken({ video: { roomJoin: true, room: 'é'.repeat(129) } }),
      'room name exceeds the limit',
    ],
  ])('refuses %s', (_title, token, why) => {
    expect(verdict(token)).toBe(why);
  });

  it('allows a minute of difference between clocks, and no more', () => {
    expect(verdict(madeToken(), '1.12', MADE_AT - 60)).toBe('joins');
    expect(verdict(madeToken(), '1.12', MADE_AT - 61)).toBe('token is not valid yet');
    expect(verdict(madeToken(), '1.12', MADE_AT + 960)).toBe('joins');
    expect(verdict(madeToken(), '1.12', MADE_AT + 961)).toBe('token is expired');
  });

  it.each<[string, JsonObject, Record<LiveKitServerVersion, string>]>([
    [
      'a minimal dispatch',
      { agents: [{ agentName: 'ag', metadata: 'm' }] },
      { '1.10': 'joins', '1.11': 'joins', '1.12': 'joins' },
    ],
    [
      'T4 every default of a message',
      {
        agents: [
          { agentName: 'ag', restartPolicy: 'JRP_ON_FAILURE', deployment: '', attributes: {} },
        ],
        tags: {},
      },
      {
        '1.10': 'unknown field "tags"',
        '1.11': 'unknown field "deployment"',
        '1.12': 'joins',
      },
    ],
    [
      'a negative timeout',
      { emptyTimeout: -1 },
      {
        '1.10': 'invalid value for field "emptyTimeout"',
        '1.11': 'invalid value for field "emptyTimeout"',
        '1.12': 'invalid value for field "emptyTimeout"',
      },
    ],
    [
      'both casings of a field',
      { emptyTimeout: 1, empty_timeout: 1 },
      {
        '1.10': 'duplicate field "empty_timeout"',
        '1.11': 'duplicate field "empty_timeout"',
        '1.12': 'duplicate field "empty_timeout"',
      },
    ],
  ])('T4 reads a room configuration by its version: %s', (_title, roomConfig, verdicts) => {
    for (const version of LIVEKIT_SERVER_VERSIONS) {
      expect(verdict(madeToken({ roomConfig }), version)).toBe(verdicts[version]);
    }
  });
});

describe('the independent HS256 check', () => {
  it('takes the example of RFC 7515 A.1', () => {
    const secret = Buffer.from(
      'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
      'base64url',
    );
    const token =
      'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    expect(verifyHs256(token, secret).accepted).toBe(true);
    expect(verifyHs256(token, 'another').accepted).toBe(false);
    expect(verifyHs256(`${token}x`, secret).accepted).toBe(false);
  });
});
