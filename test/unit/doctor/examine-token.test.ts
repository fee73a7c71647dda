import { createHmac } from 'node:crypto';
import { AccessToken } from 'livekit-server-sdk';
import { describe, expect, test } from 'vitest';
import { byImportance, cause, CAUSES } from '../../../main/contract/causes/causes.ts';
import { examineToken, type KnownProject } from '../../../main/core/doctor/examine-token.ts';

const NOW = 1_800_000_000;
const MINE: KnownProject = { id: 'p1', name: 'Mine', apiKey: 'APImine', secret: 'secret-of-mine' };
const OTHER: KnownProject = { id: 'p2', name: 'Other', apiKey: 'APIother', secret: 'other-secret' };

type Json = Record<string, unknown>;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function sign(claims: Json, { secret = MINE.secret, alg = 'HS256', hash = 'sha256' } = {}): string {
  const signed = `${encode({ alg })}.${encode(claims)}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}

function good(changes: Json = {}, video: Json = {}): Json {
  return {
    iss: MINE.apiKey,
    sub: 'alice',
    nbf: NOW,
    exp: NOW + 900,
    video: { roomJoin: true, room: 'demo', canUpdateOwnMetadata: true, ...video },
    ...changes,
  };
}

function without(name: string): Json {
  const { [name]: _gone, ...rest } = good();
  return rest;
}

function examine(token: string) {
  return examineToken(token, { nowSeconds: NOW, projects: [MINE, OTHER] });
}

const codes = (token: string): string[] => examine(token).causes.map(({ code }) => code);

describe('a token that a server takes', () => {
  test('has no cause and names the project whose secret signed it', () => {
    const { causes, signedBy, claims } = examine(sign(good()));
    expect(causes).toEqual([]);
    expect(signedBy).toEqual({ id: 'p1', name: 'Mine' });
    expect(claims).toMatchObject({ sub: 'alice' });
  });

  test('signed with a secret that two projects share is of the project that it names', () => {
    const twin: KnownProject = { ...OTHER, secret: MINE.secret };
    const token = sign(good());
    for (const projects of [
      [MINE, twin],
      [twin, MINE],
    ]) {
      const { causes, signedBy } = examineToken(token, { nowSeconds: NOW, projects });
      expect([causes, signedBy?.id]).toEqual([[], MINE.id]);
    }
  });

  test("is one of LiveKit's own SDK", async () => {
    const token = new AccessToken(MINE.apiKey, MINE.secret, { identity: 'alice', ttl: '10m' });
    token.addGrant({ roomJoin: true, room: 'demo', canUpdateOwnMetadata: true });
    const jwt = await token.toJwt();
    const now = Math.floor(Date.now() / 1000);
    expect(examineToken(jwt, { nowSeconds: now, projects: [MINE] }).causes).toEqual([]);
  });

  test.each<[string, string, string[]]>([
    ['D3: nbf 10 s ahead', sign(good({ nbf: NOW + 10 })), ['token_starts_soon']],
    ['D3: nbf 60 s ahead', sign(good({ nbf: NOW + 60 })), ['token_starts_soon']],
    ['D15: an identity of one blank', sign(good({ sub: ' ' })), ['identity_blank']],
    ['D21: HS384', sign(good(), { alg: 'HS384', hash: 'sha384' }), []],
    ['D21: HS512', sign(good(), { alg: 'HS512', hash: 'sha512' }), []],
    ['D27: an unknown grant', sign(good({}, { fly: true })), ['unknown_grant']],
    ['D33: a long name', sign(good({ name: 'n'.repeat(257) })), []],
    [
      'D33: metadata of 64,001 bytes',
      sign(good({ metadata: 'm'.repeat(64_001) })),
      ['update_too_large', 'token_large'],
    ],
    [
      'D34: reserved attributes',
      sign(good({ attributes: { 'lk.agent.state': 'x' } })),
      ['reserved_attribute'],
    ],
    ['D35: kind agent', sign(good({ kind: 'agent' })), ['special_kind']],
    ['D35: an unknown kind', sign(good({ kind: 'robot' })), []],
    ['no exp', sign(without('exp')), ['token_never_expires']],
    ['no nbf', sign(without('nbf')), []],
    ['exp 59 s ago', sign(good({ exp: NOW - 59 })), ['token_expiring']],
    ['null for a claim that may be left out', sign(good({ metadata: null, kind: null })), []],
    ['a room configuration', sign(good({ roomConfig: { emptyTimeout: 30 } })), []],
  ])('%s: warnings at most', (_name, token, expected) => {
    const { causes } = examine(token);
    expect(causes.map(({ code }) => code).toSorted()).toEqual(expected.toSorted());
    expect(causes.filter(({ level }) => level === 'cause')).toEqual([]);
  });
});

describe('a token that a server refuses', () => {
  test.each([
    [45, '45 s'],
    [60, '1 min'],
    [3 * 3600 + 59, '3 h'],
    [2 * 86_400, '2 d'],
  ])('D1: expired %i s ago says %s', (seconds, words) => {
    const [first] = examine(sign(good({ exp: NOW - seconds, nbf: NOW - 3 * 86_400 }))).causes;
    expect(first?.sentence).toContain(`The token expired ${words} ago.`);
  });

  test('D11: a misspelt roomJoin is told once, and an unknown grant does not hide a missing one', () => {
    expect(codes(sign(good({ video: { room_join: true, room: 'demo' } })))).toEqual([
      'grant_misspelt',
    ]);
    expect(codes(sign(good({ video: { frobnicate: true, room: 'demo' } })))).toEqual([
      'no_room_join',
      'unknown_grant',
    ]);
  });

  test.each<[string, string, string]>([
    ['D1: expired', sign(good({ exp: NOW - 60 })), 'token_expired'],
    ['D2: nbf 61 s ahead', sign(good({ nbf: NOW + 61 })), 'token_not_yet_valid'],
    ['D4: iat 61 s ahead', sign(good({ iat: NOW + 61 })), 'token_issued_in_future'],
    ['D5: signed with an unknown secret', sign(good(), { secret: 'nope' }), 'wrong_secret'],
    [
      'D6: signed with another project’s secret',
      sign(good(), { secret: OTHER.secret }),
      'wrong_secret',
    ],
    ['D8: no iss', sign(without('iss')), 'no_issuer'],
    ['D9: empty', '', 'token_empty'],
    ['D9: only blanks', ' \n', 'token_empty'],
    ['D10: no roomJoin', sign(good({ video: { room: 'demo' } })), 'no_room_join'],
    ['D11: room_join', sign(good({ video: { room_join: true, room: 'demo' } })), 'grant_misspelt'],
    ['D12: no video grant', sign(without('video')), 'no_video_grant'],
    ['D13: no room', sign(good({}, { room: '' })), 'no_room'],
    ['D14: no identity', sign(without('sub')), 'no_identity'],
    ['D14: empty identity', sign(good({ sub: '' })), 'no_identity'],
    ['D16: identity of 257 bytes', sign(good({ sub: 'i'.repeat(257) })), 'identity_too_long'],
    [
      'D17: room name of 257 bytes',
      sign(good({}, { room: 'r'.repeat(257) })),
      'room_name_too_long',
    ],
    ['D18: two parts', 'abc.def', 'token_malformed'],
    ['D18: a plain word', 'hello', 'token_malformed'],
    ['D18: Bearer before it', `Bearer ${sign(good())}`, 'token_malformed'],
    ['D18: quotes around it', `"${sign(good())}"`, 'token_malformed'],
    ['D18: cut off', sign(good()).slice(0, 60), 'token_malformed'],
    ['D19: a line end after it', `${sign(good())}\n`, 'token_has_whitespace'],
    ['D20: alg none', sign(good(), { alg: 'none' }), 'wrong_algorithm'],
    ['D20: RS256', sign(good(), { alg: 'RS256' }), 'wrong_algorithm'],
    ['D22: roomJoin as text', sign(good({}, { roomJoin: 'true' })), 'claim_type'],
    ['D23: an attribute that is a number', sign(good({ attributes: { age: 7 } })), 'claim_type'],
    ['D24: metadata as an object', sign(good({ metadata: { a: 1 } })), 'claim_type'],
    [
      'D25: an unknown field in roomConfig',
      sign(good({ roomConfig: { nope: 1 } })),
      'room_config_invalid',
    ],
    [
      'D26: a wrong type in roomConfig',
      sign(good({ roomConfig: { emptyTimeout: 'abc' } })),
      'room_config_invalid',
    ],
    ['D32: 1.06 MB', sign(good({ metadata: 'm'.repeat(800_000) })), 'token_too_large'],
  ])('%s', (_name, token, expected) => {
    const [first] = examine(token).causes;
    expect(first?.code).toBe(expected);
    expect(first?.level).toBe('cause');
  });

  test('D6: the project whose secret signed it is named', () => {
    const { causes, signedBy } = examine(sign(good(), { secret: OTHER.secret }));
    expect(signedBy?.name).toBe('Other');
    expect(causes[0]?.sentence).toContain('project "Other"');
  });

  test('an unknown key is a warning here, since only the server knows its keys', () => {
    expect(codes(sign(good({ iss: 'APIelse' }), { secret: 'else' }))).toEqual(['unknown_key_here']);
  });

  test('of several causes the one that the server meets first comes first', () => {
    const token = sign(good({ exp: NOW - 600, sub: '', video: {} }), { secret: 'nope' });
    expect(codes(token).slice(0, 4)).toEqual([
      'wrong_secret',
      'token_expired',
      'no_room_join',
      'no_identity',
    ]);
  });
});

describe('what an app may try after it joined', () => {
  test.each<[string, Json, string[]]>([
    ['D37, D38: canPublish false', { canPublish: false }, ['may_not_publish', 'may_not_send_data']],
    [
      'D38: with data allowed by itself',
      { canPublish: false, canPublishData: true },
      ['may_not_publish'],
    ],
    ['D37: sources without camera', { canPublishSources: ['microphone'] }, ['may_not_publish']],
    ['D39: no data', { canPublishData: false }, ['may_not_send_data']],
    ['D40: no subscription', { canSubscribe: false }, ['may_not_subscribe']],
    ['D41: hidden', { hidden: true }, ['hidden']],
    ['D42: own metadata', { canUpdateOwnMetadata: undefined }, ['may_not_update_metadata']],
  ])('%s is a warning', (_name, video, expected) => {
    const { causes } = examine(sign(good({}, video)));
    expect(causes.map(({ code }) => code)).toEqual(expected);
    expect(causes.every(({ level }) => level === 'warning')).toBe(true);
  });
});

test('a megabyte of rubbish is a malformed token', () => {
  for (const rubbish of ['x'.repeat(1_048_576), '.'.repeat(1_048_576), 'a.'.repeat(524_288)]) {
    expect(codes(rubbish)).toEqual(['token_malformed']);
  }
});

describe('the list of causes', () => {
  test('every entry has a sentence and a fix that are whole', () => {
    for (const [code, { sentence, fix }] of Object.entries(CAUSES)) {
      expect(sentence, code).toMatch(/[.}]$/);
      expect(fix, code).toMatch(/\.$/);
    }
  });

  test('causes come before warnings, and the way to the server before the token', () => {
    const mixed = [cause('hidden'), cause('token_expired'), cause('clock_drift'), cause('timeout')];
    expect(byImportance(mixed).map(({ code }) => code)).toEqual([
      'timeout',
      'token_expired',
      'hidden',
      'clock_drift',
    ]);
  });
});
