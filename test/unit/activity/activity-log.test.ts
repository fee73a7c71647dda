import { beforeEach, describe, expect, it } from 'vitest';
import { warning, type FieldReport } from '../../../main/contract/activity.ts';
import { failure } from '../../../main/contract/errors.ts';
import {
  createActivityLog,
  type ActivityLog,
  type ActivityRecord,
} from '../../../main/core/activity/activity-log.ts';
import { clientOf } from '../../../main/core/activity/client-of.ts';
import { maskHeaders } from '../../../main/core/secret-text.ts';
import { createMemoryBudget } from '../../../main/core/activity/memory-budget.ts';
import { accessTokenClaims } from '../../../main/core/access-token.ts';
import { signHs256 } from '../../../main/core/access-token.ts';
import { aPreset, aProject, aToken } from '../../fixtures/snapshot.ts';

const PROJECT = aProject();
const TOKEN = signHs256(
  accessTokenClaims({
    apiKey: 'devkey',
    grants: { video: { roomJoin: true } },
    subject: {
      room: 'lobby',
      identity: 'alice',
      name: '',
      metadata: '',
      attributes: {},
      roomConfig: undefined,
    },
    ttlSeconds: 900,
    nowSeconds: 1000,
  }),
  'secret',
);
const ISSUED = aToken({ id: 'token-1', token: TOKEN });

function record(changes: Partial<ActivityRecord> = {}, raw: object = {}): ActivityRecord {
  return {
    raw: {
      id: 'r1',
      receivedAt: 1000.25,
      method: 'POST',
      target: '/token?x=1',
      path: '/token',
      headers: { 'user-agent': 'curl/8.0', cookie: 'a=b', authorization: 'Bearer x' },
      body: '{}',
      caller: { host: 'localhost', from: 'loopback', address: '127.0.0.1', userAgent: 'curl/8.0' },
      ...raw,
    },
    answeredAt: 1003.754,
    ...changes,
  };
}

let log: ActivityLog;
let added: number;

beforeEach(() => {
  added = 0;
  log = createActivityLog(createMemoryBudget(), () => (added += 1));
});

function entry(changes: Partial<ActivityRecord> = {}, raw: object = {}) {
  log.clear();
  log.add(record(changes, raw));
  const [only] = log.list();
  return only!;
}

function detail(changes: Partial<ActivityRecord> = {}, raw: object = {}) {
  log.clear();
  log.add(record(changes, raw));
  return log.get('r1')!;
}

describe('a line of the activity', () => {
  it('of a request of which nothing more is known has nothing more', () => {
    expect(entry()).toEqual({
      id: 'r1',
      at: 1000,
      durationMs: 3.5,
      outcome: 'issued',
      method: 'POST',
      path: '/token',
      status: 200,
      caller: {
        host: 'localhost',
        from: 'loopback',
        address: '127.0.0.1',
        userAgent: 'curl/8.0',
        client: 'curl',
      },
    });
    expect(entry({ answeredAt: 0 }).durationMs).toBe(0);
  });

  it('names project, preset and token', () => {
    expect(entry({ project: PROJECT, preset: aPreset(), issued: ISSUED })).toMatchObject({
      projectId: PROJECT.id,
      projectName: PROJECT.name,
      presetName: aPreset().name,
      room: ISSUED.room,
      identity: ISSUED.identity,
      tokenId: 'token-1',
    });
  });

  it.each<[Partial<ActivityRecord>, string, number]>([
    [{}, 'issued', 200],
    [{ failure: failure('unknown_preset', {}) }, 'refused', 404],
    [
      { failure: failure('host_not_allowed', {}), blocked: { rule: 'host' as const } },
      'blocked',
      403,
    ],
    [{ drill: 'expired' as const }, 'issued', 200],
    [{ drill: '429' as const, failure: failure('drill', {}) }, 'refused', 429],
    [{ drill: 'expired' as const, failure: failure('unknown_preset', {}) }, 'refused', 404],
  ])('%j is %s with status %d', (changes, outcome, status) => {
    expect(entry(changes)).toMatchObject({ outcome, status });
    expect(entry(changes).drill).toBe(changes.drill);
  });

  it('has the error with its field and the rule, where there are such', () => {
    const plain = entry({ failure: failure('unknown_preset', {}) });
    expect(Object.keys(plain.error ?? {})).toEqual(['code', 'message']);
    expect(plain).not.toHaveProperty('remedy');
    const whole = entry({
      failure: failure('invalid_field', { field: 'x', expected: 'y' }, 'x'),
      blocked: { rule: 'origin', remedy: { kind: 'origin', value: 'https://a.example' } },
    });
    expect(whole.error).toMatchObject({ field: 'x', rule: 'origin' });
    expect(whole.remedy).toEqual({ kind: 'origin', value: 'https://a.example' });
    expect(entry({ failure: failure('no_project'), blocked: { rule: 'size' } })).not.toHaveProperty(
      'remedy',
    );
  });

  it('has what became of the token', () => {
    expect(entry({ trouble: 'No.', guarded: 'kept', join: { state: 'absent' } })).toMatchObject({
      trouble: 'No.',
      guarded: 'kept',
      join: { state: 'absent' },
    });
  });

  const ignoredRoom: FieldReport = {
    field: 'room_name',
    asked: 'a',
    granted: 'b',
    reason: 'policy',
  };
  const ignoredName: FieldReport = { ...ignoredRoom, field: 'participant_name' };
  it.each<[string, Partial<ActivityRecord>, string | undefined]>([
    ['nothing', {}, undefined],
    ['no report', { reports: [] }, undefined],
    ['another reason', { reports: [{ ...ignoredRoom, reason: 'default' }] }, undefined],
    [
      'the policy',
      { reports: [ignoredRoom, ignoredName] },
      'Ignored by the policy: room_name, participant_name.',
    ],
    [
      'a warning before the policy',
      { reports: [ignoredRoom], warnings: [warning('ttl_over_a_day'), warning('identity_in_use')] },
      warning('ttl_over_a_day').message,
    ],
    [
      'a drill before a warning',
      { drill: 'expired', warnings: [warning('ttl_over_a_day')] },
      'Drill: Expired token.',
    ],
    [
      'a failure before all',
      { failure: failure('no_project'), drill: 'expired' },
      failure('no_project').message,
    ],
  ])('notes %s', (_what, changes, note) => {
    expect(entry(changes).note).toBe(note);
  });
});

describe('the detail of a line', () => {
  it('of a request without a token has the request alone', () => {
    const { fields, warnings, request, ...rest } = detail();
    expect([fields, warnings]).toEqual([[], []]);
    expect(request).toEqual({
      headers: { 'user-agent': 'curl/8.0', cookie: '••••', authorization: '••••' },
      target: '/token?x=1',
      body: '{}',
    });
    for (const name of ['serverUrl', 'claims', 'answer']) expect(rest).not.toHaveProperty(name);
    expect(detail({}, { bodyBytes: 2 }).request.bodyBytes).toBe(2);
  });

  it('of a token has its claims, and the answer with the token shortened', () => {
    const answer = {
      headers: ['A', 'b', 'C', 'd'],
      body: `{"token":"${TOKEN}","again":"${TOKEN}"}`,
    };
    const whole = detail({ issued: ISSUED }, { answer });
    expect(whole.serverUrl).toBe(ISSUED.serverUrl);
    expect(whole.claims).toMatchObject({ sub: 'alice' });
    expect(whole.answer?.headers).toEqual([
      ['A', 'b'],
      ['C', 'd'],
    ]);
    const short = `${TOKEN.slice(0, 10)}…${TOKEN.slice(-4)}`;
    expect(whole.answer?.body).toBe(`{"token":"${short}","again":"${short}"}`);
    expect(detail({}, { answer }).answer?.body).toBe(answer.body);
    expect(detail({ issued: { ...ISSUED, token: 'x.y' } })).not.toHaveProperty('claims');
  });
});

describe('the activity', () => {
  it('tells each line once, and again when it changes', () => {
    log.add(record({}, { id: 'a' }));
    log.add(record({}, { id: 'b' }));
    expect(added).toBe(2);
    expect(
      log
        .takeNew()()
        .map(({ id }) => id),
    ).toEqual(['a', 'b']);
    expect(log.takeNew()()).toEqual([]);
    log.setJoin('a', { state: 'absent' });
    log.setJoin('gone', { state: 'absent' });
    expect(added).toBe(3);
    expect(log.takeNew()()).toMatchObject([{ id: 'a', join: { state: 'absent' } }]);
    expect(log.get('b')).not.toHaveProperty('join');
    expect(log.get('gone')).toBeUndefined();
    log.add(record({}, { id: 'c' }));
    log.clear();
    expect([log.list(), log.takeNew()()]).toEqual([[], []]);
  });

  it('counts what a line holds against the memory', () => {
    const heldBy = (changes: Partial<ActivityRecord>, raw: object = {}): number => {
      const budget = createMemoryBudget();
      createActivityLog(budget, () => {}).add(record(changes, raw));
      return budget.heldBytes();
    };
    const least = heldBy({});
    expect(heldBy({}, { body: '{}xxx' }) - least).toBe(6);
    expect(heldBy({}, { target: '/token?x=1xx' }) - least).toBe(4);
    expect(heldBy({}, { headers: { ...record().raw.headers, a: ['xx', 'y'] } }) - least).toBe(6);
    expect(heldBy({ issued: ISSUED }) - least).toBe(4 * TOKEN.length);
    const report: FieldReport = { field: 'x', asked: 'ab', granted: { a: [null, 'c'] } };
    expect(heldBy({ reports: [report] }) - least).toBe(64 + 4 + (64 + 64 + 64 + 64 + 2));
  });
});

describe('a client', () => {
  it.each([
    ['LiveKit-CPP/1.0', 'C++ SDK', 'cpp'],
    ['UnityPlayer/2022.3', 'Unity', 'unity'],
    ['ESP32 HTTP Client/1.0', 'ESP32', 'esp32'],
    ['Dart/3.1 (dart:io)', 'Flutter (Dart)', 'flutter'],
    ['okhttp/4.11', 'Android (OkHttp)', 'android'],
    ['Expo/1 CFNetwork/1410', 'React Native', 'react-native'],
    ['App/1 CFNetwork/1410 Darwin/22', 'iOS or macOS (URLSession)', 'ios'],
    ['Mozilla/5.0 (Linux; Android 14) Chrome/120', 'Browser on Android', 'web'],
    ['Mozilla/5.0 (iPhone) Safari/605', 'Browser on iOS', 'web'],
    ['SomeApp (Android 14)', 'Unknown client', 'app'],
    ['Mozilla/5.0 Chrome/120 Electron/28', 'Electron', 'electron'],
    ['Mozilla/5.0 Chrome/120 Edg/120', 'Edge', 'web'],
    ['Mozilla/5.0 Firefox/120', 'Firefox', 'web'],
    ['Something else', 'Unknown client', 'app'],
    [`${'x'.repeat(512)}okhttp`, 'Unknown client', 'app'],
    [undefined, 'Unknown client', 'app'],
  ])('that says %s is: %s', (userAgent, client, platform) => {
    expect(clientOf(userAgent)).toMatchObject({ client, platform });
    // As it is remembered.
    expect(clientOf(userAgent)).toMatchObject({ client, platform });
  });
});

it('headers are shown with keys and cookies masked', () => {
  expect(
    maskHeaders({
      Authorization: 'Bearer x',
      'set-cookie': ['a', 'b'],
      'x-sandbox-id': 'my-id',
      accept: ['a', 'b'],
      gone: undefined,
    }),
  ).toEqual({
    Authorization: '••••',
    'set-cookie': '••••',
    'x-sandbox-id': 'my-id',
    accept: 'a, b',
  });
});
