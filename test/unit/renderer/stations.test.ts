import { describe, expect, it } from 'vitest';
import type { ActivityEntry } from '../../../main/contract/activity.ts';
import { failure } from '../../../main/contract/errors.ts';
import type { CheckState } from '../../../renderer/src/state/health.ts';
import { stations } from '../../../renderer/src/views/path/request-path.tsx';

const URL = 'wss://shop.livekit.cloud';

const ISSUED: ActivityEntry = {
  id: 'request-1',
  at: 0,
  durationMs: 0.6,
  outcome: 'issued',
  method: 'POST',
  path: '/token',
  status: 200,
  caller: { host: 'localhost', from: 'loopback', address: '127.0.0.1', client: 'Swift SDK' },
  room: 'demo',
  identity: 'alice',
  presetName: 'Participant',
};
const ACCEPTED: CheckState = {
  state: 'known',
  check: { ok: true, finding: 'accepted', message: '', durationMs: 41 },
};

const states = (input: Parameters<typeof stations>[0]) => stations(input).map(({ state }) => state);

describe('the path of a request', () => {
  it('is unlit until an app asks', () => {
    expect(states({ entry: undefined, url: URL, check: undefined })).toEqual(['off', 'off', 'off']);
  });

  it('shows who asked, what was granted and whether the server takes the key, with times', () => {
    const [app, tray, liveKit] = stations({ entry: ISSUED, url: URL, check: ACCEPTED });
    expect(app).toMatchObject({ state: 'good', line: 'Swift SDK, on this machine' });
    expect(tray).toMatchObject({
      state: 'good',
      word: 'Token issued',
      line: 'demo as alice, Participant',
      durationMs: 0.6,
    });
    expect(liveKit).toMatchObject({ state: 'good', word: 'Accepts the key', durationMs: 41 });
  });

  it('never lights LiveKit for a request that got no token, whatever the server says', () => {
    const error = failure('origin_not_allowed', { origin: 'https://a.example' });
    const entry: ActivityEntry = { ...ISSUED, outcome: 'blocked', status: 403, error };
    const [, tray, liveKit] = stations({ entry, url: URL, check: ACCEPTED });
    expect(tray).toMatchObject({ state: 'bad', word: 'Blocked', line: error.message });
    expect(liveKit).toMatchObject({ state: 'off', word: 'Not reached' });
    expect(states({ entry: { ...entry, outcome: 'refused' }, url: URL, check: ACCEPTED })).toEqual([
      'good',
      'attention',
      'off',
    ]);
  });

  it('claims nothing about a server that was not asked', () => {
    const [, , liveKit] = stations({ entry: ISSUED, url: URL, check: undefined });
    expect(liveKit).toMatchObject({ state: 'off', word: 'Not checked' });
    expect(stations({ entry: ISSUED, url: URL, check: { state: 'asking' } })[2].state).toBe('off');
  });

  it('names the cause where the server is in trouble', () => {
    const check: CheckState = {
      state: 'known',
      check: {
        ok: false,
        finding: 'connection_refused',
        message: 'Nothing answers.',
        durationMs: 2,
      },
    };
    expect(stations({ entry: ISSUED, url: URL, check })[2]).toMatchObject({
      state: 'bad',
      word: 'Can’t join',
      line: 'Nothing answers.',
    });
  });

  it('says where the caller is when it is not on this machine', () => {
    const caller = { ...ISSUED.caller, from: 'lan', address: '192.168.1.30' } as const;
    expect(stations({ entry: { ...ISSUED, caller }, url: URL, check: undefined })[0].line).toBe(
      'Swift SDK, from 192.168.1.30',
    );
  });
});
