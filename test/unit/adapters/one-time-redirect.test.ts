import { afterEach, expect, it, vi } from 'vitest';
import { oneTimeRedirect } from '../../../main/adapters/one-time-redirect.ts';

const TARGET = 'https://meet.livekit.io/custom?token=abc';

afterEach(() => {
  vi.useRealTimers();
});

function ask(url: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { redirect: 'manual', headers });
}

it('redirects once, and is gone', async () => {
  const { url, ended } = await oneTimeRedirect(TARGET);
  expect(url).not.toContain('abc');
  const reply = await ask(url);
  expect(reply.status).toBe(302);
  expect(reply.headers.get('location')).toBe(TARGET);
  expect(reply.headers.get('cache-control')).toBe('no-store');
  expect(reply.headers.get('referrer-policy')).toBe('no-referrer');
  await ended;
  await expect(ask(url)).rejects.toThrow('fetch failed');
});

it('is not used up by another path or by a browser that loads ahead', async () => {
  const { url, close } = await oneTimeRedirect(TARGET);
  expect((await ask(new URL('/', url).href)).status).toBe(404);
  expect((await ask(url, { 'sec-purpose': 'prefetch' })).status).toBe(404);
  expect((await ask(url)).status).toBe(302);
  close();
});

it('expires after half a minute', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { url, ended } = await oneTimeRedirect(TARGET);
  vi.advanceTimersByTime(30_000);
  vi.useRealTimers();
  await ended;
  await expect(ask(url)).rejects.toThrow('fetch failed');
});
