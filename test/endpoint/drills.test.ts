import { connect } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { DRILL_CODES, DRILLS, drillOf, type DrillCode } from '../../main/contract/drills.ts';
import { decodeClaims } from '../../main/contract/token-claims.ts';
import { STOP_WITHIN_MS } from '../../main/listener/listener.ts';
import type { TestEndpoint } from '../fixtures/endpoint.ts';
import { ask, claimsOf, header, json, jsonOf, testEndpoint } from './ask.ts';
import { rawConnection } from './listener/raw-connection.ts';

const ASKED = json({ room_name: 'lobby', participant_identity: 'amy' });

afterEach(() => {
  vi.useRealTimers();
});

function drilled(endpoint: TestEndpoint, drill: DrillCode) {
  return ask(endpoint, { path: `/token?drill=${drill}`, ...ASKED });
}

function textIn(answer: Awaited<ReturnType<typeof ask>>, key: string): string {
  const value = jsonOf(answer)[key];
  if (typeof value !== 'string') throw new Error(`No text at ${key}: ${answer.body}`);
  return value;
}

/** The claims of a token whose signature need not hold. */
function claimsIn(answer: Awaited<ReturnType<typeof ask>>) {
  return decodeClaims(textIn(answer, 'participant_token')) ?? {};
}

const nowSeconds = (): number => Math.floor(Date.now() / 1000);

describe('a drill in the token', () => {
  it.each<[DrillCode, (claims: ReturnType<typeof claimsIn>) => void]>([
    [
      'expired',
      ({ exp, nbf }) => {
        expect(Number(exp)).toBeLessThan(nowSeconds() - 60);
        expect(Number(exp) - Number(nbf)).toBe(900);
      },
    ],
    ['expires-soon', ({ exp, nbf }) => expect(Number(exp) - Number(nbf)).toBe(30)],
    ['not-yet-valid', ({ nbf }) => expect(Number(nbf)).toBeGreaterThan(nowSeconds() + 60)],
    ['wrong-key', ({ iss }) => expect(iss).not.toBe('devkey')],
    ['no-join', ({ video }) => expect(video).toMatchObject({ roomJoin: false, room: 'lobby' })],
    [
      'view-only',
      ({ video }) =>
        expect(video).toMatchObject({ roomJoin: true, canPublish: false, canPublishData: false }),
    ],
    ['empty-identity', ({ sub }) => expect(sub ?? '').toBe('')],
    ['another-room', ({ video }) => expect(video).not.toMatchObject({ room: 'lobby' })],
  ])('%s changes that claim, and the rest is as always', async (code, check) => {
    const endpoint = await testEndpoint();
    const answer = await drilled(endpoint, code);
    expect(answer.status).toBe(200);
    expect(header(answer, 'X-Token-Tray-Drill')).toBe(code);
    check(claimsIn(answer));
    if (code !== 'empty-identity') expect(claimsIn(answer)).toMatchObject({ sub: 'amy' });
    claimsOf(answer);
    expect(await endpoint.newest()).toMatchObject({
      outcome: 'issued',
      status: 200,
      drill: code,
      note: `Drill: ${DRILLS[code].title}.`,
    });
  });

  it('wrong-signature signs with another secret', async () => {
    const endpoint = await testEndpoint();
    const answer = await drilled(endpoint, 'wrong-signature');
    expect(claimsIn(answer)).toMatchObject({ iss: 'devkey', sub: 'amy' });
    expect(() => claimsOf(answer)).toThrow();
  });

  it('duplicate-identity repeats the room and identity of the token before it', async () => {
    const endpoint = await testEndpoint();
    expect(jsonOf(await drilled(endpoint, 'duplicate-identity'))['error']).toBe(
      'drill_without_twin',
    );
    await ask(endpoint, ASKED);
    const answer = await ask(endpoint, { path: '/token?drill=duplicate-identity', ...json({}) });
    expect(claimsOf(answer)).toMatchObject({ sub: 'amy', video: { room: 'lobby' } });
    const { fields } = await endpoint.newest();
    expect(fields).toContainEqual({
      field: 'participant_identity',
      granted: 'amy',
      reason: 'drill',
    });
  });
});

describe('a drill in server_url', () => {
  it('wrong-url names a host that does not exist', async () => {
    const endpoint = await testEndpoint();
    const answer = await drilled(endpoint, 'wrong-url');
    expect(jsonOf(answer)['server_url']).toMatch(/^wss:\/\/[\w-]+\.invalid$/);
    expect(claimsOf(answer)).toMatchObject({ sub: 'amy' });
  });

  it('no-server names a port of this machine where nothing listens', async () => {
    const endpoint = await testEndpoint();
    const url = new URL(textIn(await drilled(endpoint, 'no-server'), 'server_url'));
    const socket = connect(Number(url.port), '127.0.0.1');
    const code = await new Promise((resolve) => {
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
      socket.once('connect', () => resolve('connected'));
    });
    expect(code).toBe('ECONNREFUSED');
  });
});

describe('a drill in the answer', () => {
  it.each(['401', '403', '429', '500'] as const)(
    '%s is that status, and no token',
    async (code) => {
      const endpoint = await testEndpoint();
      const answer = await drilled(endpoint, code);
      expect(answer.status).toBe(Number(code));
      expect(jsonOf(answer)).toMatchObject({ error: 'drill' });
      expect(textIn(answer, 'message')).toContain('A drill did this');
      expect(header(answer, 'X-Token-Tray-Drill')).toBe(code);
      expect(header(answer, 'Retry-After')).toBe(code === '429' ? '5' : undefined);
      expect(endpoint.mintCount()).toBe(0);
      expect(await endpoint.newest()).toMatchObject({
        outcome: 'refused',
        status: Number(code),
        drill: code,
        error: { code: 'drill' },
      });
    },
  );

  it('malformed-json is JSON that is cut off', async () => {
    const endpoint = await testEndpoint();
    const answer = await drilled(endpoint, 'malformed-json');
    expect(answer.status).toBe(200);
    expect(header(answer, 'Content-Type')).toMatch(/^application\/json/);
    expect(() => jsonOf(answer)).toThrow(SyntaxError);
    expect(endpoint.mintCount()).toBe(0);
  });

  it('html is a page', async () => {
    const endpoint = await testEndpoint();
    const answer = await drilled(endpoint, 'html');
    expect(answer.status).toBe(200);
    expect(header(answer, 'Content-Type')).toMatch(/^text\/html/);
    expect(answer.body).toMatch(/^<!doctype html>/);
  });

  it('drops closes the connection without an answer', async () => {
    const endpoint = await testEndpoint();
    expect(
      await endpoint.rawRequest(`GET /token?drill=drops HTTP/1.1\r\nHost: localhost\r\n\r\n`),
    ).toEqual([]);
    expect(await endpoint.newest()).toMatchObject({
      outcome: 'refused',
      status: 0,
      drill: 'drops',
    });
  });

  it('slow answers after eight seconds, with a token', async () => {
    const endpoint = await testEndpoint();
    const connection = await rawConnection(endpoint.port);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    connection.send('GET /token?drill=slow HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await vi.waitUntil(() => vi.getTimerCount() > 0 && endpoint.mintCount() === 1);
    expect(connection.received()).toBe('');
    vi.advanceTimersByTime(8_000);
    expect(await connection.until('participant_token')).toContain('200 OK');
  });

  it('hangs until the time limit, and then closes', async () => {
    const endpoint = await testEndpoint();
    const connection = await rawConnection(endpoint.port);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    connection.send('GET /token?drill=hangs HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await vi.waitUntil(() => vi.getTimerCount() > 0);
    vi.advanceTimersByTime(50_000);
    expect(await connection.closed()).toEqual({ text: '' });
  });

  it('R9 a stop ends what hangs or is slow, and leaves no timer behind', async () => {
    const endpoint = await testEndpoint();
    const hanging = await rawConnection(endpoint.port);
    const slow = await rawConnection(endpoint.port);
    hanging.send('GET /token?drill=hangs HTTP/1.1\r\nHost: localhost\r\n\r\n');
    slow.send('GET /token?drill=slow HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await vi.waitUntil(async () => (await endpoint.activity()).length === 2);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const closing = endpoint.close();
    await vi.waitUntil(() => vi.getTimerCount() > 0);
    vi.advanceTimersByTime(STOP_WITHIN_MS);
    await Promise.all([hanging.closed(), slow.closed(), closing]);
    expect(STOP_WITHIN_MS).toBeLessThanOrEqual(2_000);
  });

  it('drops what would hang where too many do already', async () => {
    const endpoint = await testEndpoint();
    const held = await Promise.all(Array.from({ length: 64 }, () => rawConnection(endpoint.port)));
    for (const one of held) {
      one.send('GET /token?drill=hangs HTTP/1.1\r\nHost: localhost\r\n\r\n');
      onTestFinished(() => void one.socket.destroy());
    }
    await vi.waitUntil(async () => (await endpoint.activity()).length === 64);
    expect(
      await endpoint.rawRequest('GET /token?drill=hangs HTTP/1.1\r\nHost: localhost\r\n\r\n'),
    ).toEqual([]);
  });
});

describe('which requests a drill strikes', () => {
  it('the armed one strikes the next N on every token route, and then answers are as always', async () => {
    const endpoint = await testEndpoint();
    const { snapshot } = await endpoint.call('drill.arm', { drill: '500', next: 2 });
    expect(snapshot.drill).toMatchObject({ drill: '500', left: 2, done: 0 });
    expect((await ask(endpoint, ASKED)).status).toBe(500);
    expect(endpoint.tokenTray.snapshot().drill).toMatchObject({ left: 1, done: 1 });
    expect((await ask(endpoint, { path: '/api/sandbox/connection-details' })).status).toBe(500);
    expect(endpoint.tokenTray.snapshot().drill).toBeUndefined();
    const answer = await ask(endpoint, ASKED);
    claimsOf(answer);
    expect(header(answer, 'X-Token-Tray-Drill')).toBeUndefined();
    expect((await endpoint.newest()).drill).toBeUndefined();
  });

  it('arming, striking and turning off each push one snapshot', async () => {
    const endpoint = await testEndpoint();
    const seen: unknown[] = [];
    endpoint.tokenTray.listen('state.changed', ({ drill }) => seen.push(drill?.left));
    await endpoint.call('drill.arm', { drill: 'expired', next: 3 });
    await ask(endpoint, ASKED);
    await endpoint.call('drill.off');
    expect(seen).toEqual([3, 2, undefined]);
  });

  it('the guards come first: a wrong Host is blocked and uses nothing up', async () => {
    const endpoint = await testEndpoint();
    await endpoint.call('drill.arm', { drill: '500' });
    const blocked = await ask(endpoint, { ...ASKED, host: 'evil.example' });
    expect(jsonOf(blocked)['error']).toBe('host_not_allowed');
    expect((await endpoint.newest()).drill).toBeUndefined();
    expect(endpoint.tokenTray.snapshot().drill?.left).toBe(1);
  });

  it('a request that is refused anyway uses nothing up', async () => {
    const endpoint = await testEndpoint();
    await endpoint.call('drill.arm', { drill: 'expired' });
    expect((await ask(endpoint, { path: '/token?preset=nope', ...ASKED })).status).toBe(404);
    expect(endpoint.tokenTray.snapshot().drill?.left).toBe(1);
  });

  it('a preflight and a HEAD use nothing up', async () => {
    const endpoint = await testEndpoint();
    await endpoint.call('drill.arm', { drill: '500' });
    expect((await ask(endpoint, { method: 'HEAD' })).status).toBe(200);
    expect((await ask(endpoint, { method: 'OPTIONS' })).status).toBe(204);
    expect(endpoint.tokenTray.snapshot().drill?.left).toBe(1);
  });

  it('on the LAN none by URL, and the armed one only if allowed', async () => {
    const endpoint = await testEndpoint({
      peer: '192.168.1.20',
      server: { lan: true, dangerouslySkipLanKey: true },
    });
    const byUrl = await drilled(endpoint, '500');
    expect([byUrl.status, jsonOf(byUrl)['error']]).toEqual([403, 'drill_not_allowed']);
    await endpoint.call('drill.arm', { drill: '500' });
    expect((await ask(endpoint, ASKED)).status).toBe(200);
    await endpoint.call('drill.arm', { drill: '500', lan: true });
    expect((await ask(endpoint, ASKED)).status).toBe(500);
  });

  it('a page of an allowed origin can read which drill it was', async () => {
    const endpoint = await testEndpoint();
    const answer = await ask(endpoint, {
      path: '/token?drill=401',
      headers: ['Origin: http://localhost:5173'],
    });
    expect(header(answer, 'Access-Control-Allow-Origin')).toBe('http://localhost:5173');
    expect(header(answer, 'Access-Control-Expose-Headers')).toContain('X-Token-Tray-Drill');
  });
});

describe('what a drill leaves in the answer and the activity', () => {
  it.each(DRILL_CODES)('the doctor says first that it was the drill: %s', async (drill) => {
    const endpoint = await testEndpoint();
    await ask(endpoint, ASKED);
    const connection = await rawConnection(endpoint.port);
    connection.send(`GET /token?drill=${drill} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await vi.waitUntil(async () => (await endpoint.activity())[0]?.drill === drill);
    connection.socket.destroy();
    const { id } = await endpoint.newest();
    const report = await endpoint.call('doctor.run', { requestId: id });
    expect(report.verdict).toBe('cause');
    expect(report.cause?.code).toBe('drill');
    expect(report.cause?.sentence).toContain(drillOf(drill).title);
  });

  it('the doctor says so of the token too, from the list and pasted', async () => {
    const endpoint = await testEndpoint();
    const answer = await drilled(endpoint, 'no-join');
    const [issued] = await endpoint.call('token.list');
    expect(issued?.drill).toBe('no-join');
    const fromList = await endpoint.call('doctor.run', { tokenId: issued?.id ?? '' });
    const pasted = await endpoint.call('doctor.run', {
      token: textIn(answer, 'participant_token'),
    });
    for (const { causes } of [fromList, pasted]) {
      expect(causes.map(({ code }) => code).slice(0, 2)).toEqual(['drill', 'no_room_join']);
    }
  });

  it('what fails by itself is not called a drill', async () => {
    const endpoint = await testEndpoint({ project: { apiKey: '' } });
    const answer = await drilled(endpoint, 'expired');
    expect(jsonOf(answer)['error']).toBe('secret_missing');
    expect(header(answer, 'X-Token-Tray-Drill')).toBeUndefined();
    expect((await endpoint.newest()).drill).toBeUndefined();
  });

  it('a replay that gets no answer says so, and not that the endpoint is stopped', async () => {
    const endpoint = await testEndpoint();
    await ask(endpoint, ASKED);
    const { id } = await endpoint.newest();
    await endpoint.call('drill.arm', { drill: 'drops' });
    const reply = await endpoint.client.call('activity.replay', { id });
    expect(reply).toMatchObject({ ok: false, error: { code: 'replay_unanswered' } });
  });
});
