import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRoomPages, pagePolicy, type RoomPages } from '../../../main/control/room-pages.ts';
import type { RoomTicket } from '../../../main/contract/rooms.ts';
import { rawHttp } from './raw-http.ts';

const TICKET: RoomTicket = {
  role: 'watcher',
  serverUrl: 'wss://kitchen.livekit.cloud',
  token: 'a.token.for-one-page',
  room: 'kitchen',
  identity: 'watcher-1',
};

let rendererFolder: string;
let pages: RoomPages;
let now = 1_000_000;

beforeAll(() => {
  rendererFolder = mkdtempSync(join(tmpdir(), 'token-tray-room-'));
  writeFileSync(join(rendererFolder, 'room.html'), '<!doctype html><title>Room</title>');
  writeFileSync(join(rendererFolder, 'index.html'), '<!doctype html><title>Window</title>');
  mkdirSync(join(rendererFolder, 'assets'));
  writeFileSync(join(rendererFolder, 'assets', 'room-abc.js'), 'export {};');
});
beforeEach(() => {
  pages = createRoomPages({ rendererFolder, log: () => {}, now: () => now });
});
afterEach(() => pages.close());
afterAll(() => {
  rmSync(rendererFolder, { recursive: true, force: true });
});

const take = (url: string): Promise<Response> => fetch(url, { method: 'POST' });

describe('the room page', () => {
  it('A34 hands its ticket over once', async () => {
    const url = await pages.open(TICKET);
    expect(new URL(url).hostname).toBe('127.0.0.1');
    // Looking at the page, even twice, uses nothing up.
    for (let time = 0; time < 2; time += 1) {
      const page = await fetch(url);
      expect(page.status).toBe(200);
      expect(await page.text()).not.toContain(TICKET.token);
    }
    expect(await (await take(url)).json()).toEqual({ ok: true, value: TICKET });
    const again = await take(url);
    expect(again.status).toBe(410);
    expect(await again.json()).toMatchObject({ ok: false, error: { code: 'room_link_used' } });
    const reloaded = await fetch(url);
    expect(reloaded.status).toBe(404);
    expect(await reloaded.text()).toContain('Join again from Room');
  });

  it('A34 hands no ticket over after a minute, nor for a guessed address', async () => {
    const url = await pages.open(TICKET);
    const guessed = `${url.slice(0, -1)}${url.endsWith('x') ? 'y' : 'x'}`;
    expect((await take(guessed)).status).toBe(410);
    now += 60_000;
    expect((await take(url)).status).toBe(410);
    expect((await fetch(url)).status).toBe(404);
  });

  it('A34 may load its own parts, and connect to the one LiveKit server of its ticket', async () => {
    const url = await pages.open(TICKET);
    const policy = (await fetch(url)).headers.get('content-security-policy') ?? '';
    const directives = policy.split('; ');
    expect(directives).toContain("default-src 'none'");
    expect(directives).toContain("script-src 'self'");
    expect(directives).toContain(
      "connect-src 'self' wss://kitchen.livekit.cloud https://kitchen.livekit.cloud",
    );
    expect((await fetch(new URL('/assets/room-abc.js', url))).status).toBe(200);
  });

  it.each([
    '/index.html',
    '/room.html',
    '/api/call/state.get',
    '/assets/',
    '/assets/../index.html',
  ])('A34 has an origin without the window: %s is not there', async (path) => {
    const url = await pages.open(TICKET);
    expect((await fetch(new URL(path, url))).status).toBe(404);
    expect((await fetch(new URL(path, url), { method: 'POST', body: '{}' })).status).not.toBe(200);
  });

  it('A1 A3 A34 answers to this machine’s own page alone', async () => {
    const url = new URL(await pages.open(TICKET));
    const ask = async (...headers: string[]): Promise<number> => {
      const head = [`POST ${url.pathname} HTTP/1.1`, ...headers, 'Content-Length: 0'];
      const answer = await rawHttp(
        Number(url.port),
        `${head.join('\r\n')}\r\nConnection: close\r\n\r\n`,
      );
      return answer.status;
    };
    expect(await ask(`Host: evil.example:${url.port}`)).toBe(403);
    expect(await ask(`Host: ${url.host}`, 'Origin: https://evil.example')).toBe(403);
    expect(await ask(`Host: ${url.host}`, 'Sec-Fetch-Site: cross-site')).toBe(403);
    expect(await ask(`Host: ${url.host}`, 'Sec-Purpose: prefetch')).toBe(403);
    expect(await ask(`Host: ${url.host}`, `Origin: ${url.origin}`)).toBe(200);
  });

  it('keeps 16 addresses, the newest', async () => {
    const urls: string[] = [];
    for (let count = 0; count < 17; count += 1) urls.push(await pages.open(TICKET));
    expect((await take(urls[0] ?? '')).status).toBe(410);
    expect((await take(urls[1] ?? '')).status).toBe(200);
    expect((await take(urls[16] ?? '')).status).toBe(200);
  });
});

describe('the room page’s listener', () => {
  it('ends by itself after the last address is old, and starts again with the next', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const first = await pages.open(TICKET);
      await vi.advanceTimersByTimeAsync(90_000);
      vi.useRealTimers();
      await expect.poll(() => fetch(first).catch(() => 'refused')).toBe('refused');
      expect((await fetch(await pages.open(TICKET))).status).toBe(200);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('what the room page may connect to', () => {
  it.each([
    ['ws://localhost:7880', 'ws://localhost:7880 http://localhost:7880'],
    ['wss://my-app.livekit.cloud', 'wss://my-app.livekit.cloud https://my-app.livekit.cloud'],
    ['ws://192.168.1.20:7880/', 'ws://192.168.1.20:7880 http://192.168.1.20:7880'],
    ['ws://[::1]:7880', 'ws://*:7880 http://*:7880'],
    ['wss://[2001:db8::1]', 'wss://*:443 https://*:443'],
  ])('%s', (url, sources) => {
    expect(pagePolicy(url)).toContain(`connect-src 'self' ${sources};`);
  });

  it.each(['ws://a;script-src:7880', 'ws://a,b:7880'])(
    'nothing for %s, which would end the list',
    (url) => {
      expect(URL.canParse(url) ? pagePolicy(url) : "connect-src 'self';").toContain(
        "connect-src 'self';",
      );
    },
  );
});
