import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../main/contract/json.ts';
import { examineClaims } from '../../../main/core/doctor/examine-claims.ts';

/** The causes of these claims, as their sentences and fixes. */
function words(claims: JsonObject, video: JsonObject = {}): string[] {
  const whole = {
    iss: 'APImine',
    sub: 'alice',
    video: { roomJoin: true, room: 'demo', canUpdateOwnMetadata: true, ...video },
    ...claims,
  };
  return examineClaims(whole).map(({ code, sentence, fix }) => `${code}: ${sentence} ${fix}`);
}

describe('a claim of the wrong type', () => {
  it.each<[JsonObject, JsonObject, string[]]>([
    [{ name: 7 }, {}, ['name', 'the number 7', '"name": "…"']],
    [{ metadata: { a: 1 } }, {}, ['metadata', 'an object', 'JSON.stringify']],
    [{ iss: true }, {}, ['iss', 'the value true']],
    [{ sub: ['alice'] }, {}, ['sub', 'a list', '"sub": "alice"']],
    [{ attributes: 'x' }, {}, ['attributes', 'the text "x"', 'an object of texts']],
    [{ attributes: { age: 7 } }, {}, ['attributes.age', 'the number 7']],
    [{}, { room: 7 }, ['video.room', 'the number 7']],
    [{ video: [] }, {}, ['video', 'a list', 'an object']],
    [{}, { canPublish: 'yes' }, ['video.canPublish', 'the text "yes"', 'without quotes']],
    [{}, { canPublishSources: 'camera' }, ['video.canPublishSources', 'a list of texts']],
    [{}, { canPublishSources: [7] }, ['video.canPublishSources', 'a list', '["camera"]']],
  ])('%j %j is told with what was found and how it is written', (claims, video, texts) => {
    const told = words(claims, video).filter((line) => line.startsWith('claim_type'));
    expect(told).toHaveLength(1);
    for (const text of texts) expect(told[0]).toContain(text);
  });

  it('is none where the claim may be left out', () => {
    expect(words({ name: null, metadata: null, attributes: null, roomConfig: null })).toEqual([]);
    expect(words({ attributes: { left: null } })).toEqual([]);
    expect(words({}, { canPublish: null, canPublishSources: null })).toEqual([]);
    expect(words({ video: null })[0]).toContain('no_video_grant');
  });
});

describe('a grant that LiveKit does not know', () => {
  it.each([
    ['roomName', 'Did you mean "room"?'],
    ['can_publish', 'Did you mean "canPublish"?'],
    ['CanSubscribe', 'Did you mean "canSubscribe"?'],
  ])('%s has a near one: %s', (name, hint) => {
    expect(words({}, { [name]: true })[0]).toContain(hint);
  });

  it('has no hint if no known name is close', () => {
    const [told] = words({}, { fly: true });
    expect(told).toContain('unknown_grant');
    expect(told).not.toContain('Did you mean');
  });
});

describe('what may be published', () => {
  it.each<[JsonObject, string | undefined]>([
    [{ canPublishSources: ['camera'] }, 'microphone'],
    [{ canPublishSources: ['screen_share'] }, 'camera or microphone'],
    [{ canPublishSources: ['camera', 'microphone'] }, undefined],
    [{ canPublishSources: [] }, undefined],
    [{ canPublish: false }, 'anything'],
    [{ canPublish: true }, undefined],
  ])('%j leaves out %s', (video, what) => {
    const told = words({}, video).filter((line) => line.startsWith('may_not_publish'));
    expect(told).toHaveLength(what === undefined ? 0 : 1);
    if (what !== undefined) expect(told[0]).toContain(what);
  });

  it.each<[JsonObject, boolean]>([
    [{ canPublishData: false }, true],
    [{ canPublishData: false, canPublish: true }, true],
    [{ canPublish: false }, true],
    [{ canPublish: false, canPublishData: true }, false],
    [{ canPublishData: true }, false],
    [{}, false],
  ])('%j takes data away: %s', (video, expected) => {
    expect(words({}, video).some((line) => line.startsWith('may_not_send_data'))).toBe(expected);
  });
});

describe('a token that administers rooms', () => {
  it.each<[JsonObject, boolean]>([
    [{ roomAdmin: true, room: '' }, true],
    [{ roomAdmin: true, room: null }, true],
    [{ roomAdmin: true, roomJoin: false, room: '' }, true],
    [{ roomAdmin: true, room: 'demo' }, false],
    [{ roomAdmin: false, room: '' }, false],
    [{ room: '' }, false],
  ])('%j lacks the room: %s', (video, expected) => {
    expect(words({}, video).some((line) => line.startsWith('not_admin'))).toBe(expected);
  });
});

describe('the limits', () => {
  it.each<[string, JsonObject, JsonObject, string]>([
    ['an identity', { sub: 'i'.repeat(256) }, { sub: 'i'.repeat(257) }, 'identity_too_long'],
    [
      'metadata',
      { metadata: 'm'.repeat(64_000) },
      { metadata: 'm'.repeat(64_001) },
      'update_too_large',
    ],
    [
      'attributes',
      { attributes: { a: 'x'.repeat(63_999) } },
      { attributes: { a: 'x'.repeat(64_000) } },
      'update_too_large',
    ],
  ])('of %s', (_what, fits, tooLong, code) => {
    expect(words(fits)).toEqual([]);
    expect(words(tooLong)[0]).toContain(code);
  });

  it('of a room name', () => {
    expect(words({}, { room: 'r'.repeat(256) })).toEqual([]);
    expect(words({}, { room: 'r'.repeat(257) })[0]).toContain('room_name_too_long');
  });

  it.each(['AGENT', 'sip', 'ingress', 'egress', 'connector', 'bridge'])('kind %s', (kind) => {
    expect(words({ kind })[0]).toContain('special_kind');
  });
});
