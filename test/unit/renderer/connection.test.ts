import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reply } from '../../../main/contract/client.ts';
import { failure } from '../../../main/contract/errors.ts';
import { createConnection } from '../../../renderer/src/state/feed.ts';
import { health } from '../../../renderer/src/state/health.ts';
import { createIpcLink, type LinkStatus } from '../../../renderer/src/state/host-link.ts';
import { aProject, aSnapshot } from '../../fixtures/snapshot.ts';

const SECOND = 1000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A window over a host that a test can hang, kill or wake. */
function aWindow() {
  let host: 'well' | 'hung' | 'gone' = 'well';
  let asked = 0;
  const sequences: number[] = [];
  const hung: ((reply: Reply<unknown>) => void)[] = [];
  const page = new (class extends EventTarget {
    visibilityState: DocumentVisibilityState = 'visible';
  })();
  const link = createIpcLink({
    call: () => {
      asked += 1;
      if (host === 'gone') return Promise.reject(new Error('The object has been destroyed.'));
      if (host === 'well') return Promise.resolve({ ok: true, value: { sequence: 7 } });
      return new Promise((resolve) => hung.push(resolve));
    },
    listen: () => () => {},
  });
  const status = signal<LinkStatus>('online', undefined);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a connection uses of a page
  const connection = createConnection({ ...link, status }, page as unknown as Document, (now) =>
    sequences.push(now),
  );
  return {
    connection,
    status,
    page,
    link,
    sequences,
    asked: () => asked,
    turn: (to: typeof host) => {
      host = to;
      if (to === 'well') for (const resolve of hung.splice(0)) resolve({ ok: true, value: null });
    },
  };
}

describe('whether the host is there', () => {
  it('is not claimed any more within a second of the host hanging, and is again once it answers', async () => {
    const { connection, turn } = aWindow();
    await vi.advanceTimersByTimeAsync(5 * SECOND);
    expect(connection.value).toBe('online');
    turn('hung');
    await vi.advanceTimersByTimeAsync(SECOND);
    expect(connection.value).toBe('late');
    await vi.advanceTimersByTimeAsync(3 * SECOND);
    expect(connection.value).toBe('offline');
    turn('well');
    await vi.advanceTimersByTimeAsync(SECOND);
    expect(connection.value).toBe('online');
  });

  it('is known within a second when IPC is gone, and no call throws', async () => {
    const { connection, link, turn } = aWindow();
    turn('gone');
    await vi.advanceTimersByTimeAsync(SECOND);
    expect(connection.value).toBe('offline');
    expect(await link.call('state.get', undefined)).toMatchObject({
      ok: false,
      error: { code: 'server_unreachable' },
    });
  });

  it('is what the link says while the link is down', async () => {
    const { connection, status } = aWindow();
    status.value = 'signed_out';
    expect(connection.value).toBe('signed_out');
    status.value = 'offline';
    await vi.advanceTimersByTimeAsync(SECOND);
    expect(connection.value).toBe('offline');
  });

  it('comes with how new the state of the host is', async () => {
    const { sequences } = aWindow();
    await vi.advanceTimersByTimeAsync(SECOND);
    expect(sequences).toEqual([7, 7]);
  });

  it('is not asked while the window is hidden, and is asked at once when it is shown', async () => {
    const { asked, page } = aWindow();
    page.visibilityState = 'hidden';
    await vi.advanceTimersByTimeAsync(10 * SECOND);
    expect(asked()).toBe(0);
    page.visibilityState = 'visible';
    page.dispatchEvent(new Event('visibilitychange'));
    expect(asked()).toBe(1);
  });
});

describe('the state at a glance', () => {
  const serving = aSnapshot();

  it.each([
    ['late', 'off', 'Waiting for Token Tray…'],
    ['connecting', 'off', 'Waiting for Token Tray…'],
    ['offline', 'bad', 'Not connected'],
    ['signed_out', 'bad', 'Not connected'],
  ] as const)('says nothing of the port while the connection is %s', (status, shape, line) => {
    expect(health(serving, status, undefined)).toEqual({ shape, line });
  });

  it('is good only if the port answers and tokens can be signed', () => {
    expect(health(serving, 'online', undefined)).toEqual({
      shape: 'good',
      line: 'Serving on 7885',
    });
    expect(health(aSnapshot({ server: { status: 'stopped' } }), 'online', undefined)).toEqual({
      shape: 'off',
      line: 'Stopped',
    });
    const taken = failure('port_in_use', { port: 7885 });
    const server = { status: 'failed', port: 7885, failure: taken } as const;
    expect(health(aSnapshot({ server }), 'online', undefined)).toEqual({
      shape: 'bad',
      line: 'Port 7885 is taken',
    });
  });

  it.each([
    ['missing', /has no API secret/],
    ['waiting', /key store hasn’t answered/],
    ['locked', /key store is locked/],
    ['unreadable', /can’t be read here/],
  ] as const)('is amber although the port answers when the secret is %s', (state, reason) => {
    const found = health(
      aSnapshot({ projects: [aProject({ secret: { state } })] }),
      'online',
      undefined,
    );
    expect(found).toMatchObject({ shape: 'attention', line: 'Serving on 7885' });
    expect(found.reason).toMatch(reason);
  });

  it('is amber although the port answers when the LiveKit server is known to refuse or not to answer', () => {
    const check = {
      ok: false,
      finding: 'connection_refused',
      message: 'Nothing answers.',
      durationMs: 3,
    } as const;
    expect(health(serving, 'online', { state: 'known', check })).toEqual({
      shape: 'attention',
      line: 'Serving on 7885',
      reason: 'Apps can’t join Local LiveKit. Nothing answers.',
    });
    const fine = { ...check, ok: true, finding: 'accepted' } as const;
    expect(health(serving, 'online', { state: 'known', check: fine }).shape).toBe('good');
    expect(health(serving, 'online', { state: 'asking' }).shape).toBe('good');
  });

  it('is amber without an active project', () => {
    expect(health(aSnapshot({ projects: [] }), 'online', undefined)).toMatchObject({
      shape: 'attention',
      reason: expect.stringMatching(/No project is active/),
    });
  });
});
