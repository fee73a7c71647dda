import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followReleases, newerVersion } from '../../../main/hosts/electron/update-check.ts';

const RELEASE = { tag_name: 'v9.1.0', draft: false, prerelease: false };
const FIRST_LOOK_MS = 5 * 60_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function follow(answer: () => Response, isWanted = true) {
  const asked: [url: string, init: RequestInit][] = [];
  const log = vi.fn<(level: string, message: string, fields?: object) => void>();
  const releases = followReleases({
    version: '0.1.0',
    isWanted: () => isWanted,
    fetch: async (url, init) => {
      asked.push([url, init]);
      return answer();
    },
    log,
  });
  return { asked, log, releases };
}

describe('the look for a newer release', () => {
  it('asks one address a while after the start, follows no redirect, and tells of a newer version', async () => {
    const { asked, releases } = follow(() => Response.json(RELEASE));
    const told: string[] = [];
    releases.onChange((version) => told.push(version));
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(FIRST_LOOK_MS);
    expect(asked.map(([url]) => url)).toEqual([
      'https://api.github.com/repos/token-tray/token-tray/releases/latest',
    ]);
    expect(asked[0]?.[1]).toMatchObject({ redirect: 'error', credentials: 'omit' });
    expect(told).toEqual(['9.1.0']);
    expect(releases.newer()).toBe('9.1.0');
    releases.close();
  });

  it('reads no more of an endless answer than a release can have', async () => {
    let given = 0;
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        given += 1024 * 1024;
        controller.enqueue(new Uint8Array(1024 * 1024).fill(32));
      },
      cancel: () => {
        cancelled = true;
      },
    });
    const { log, releases } = follow(() => new Response(endless));
    await vi.advanceTimersByTimeAsync(FIRST_LOOK_MS);
    expect(cancelled).toBe(true);
    expect(given).toBeLessThanOrEqual(4 * 1024 * 1024);
    expect(releases.newer()).toBeUndefined();
    expect(log.mock.calls).toEqual([
      ['info', 'Could not check for a newer release.', { reason: 'RangeError' }],
    ]);
    releases.close();
  });

  it('asks nothing where it is not wanted', async () => {
    const { asked, releases } = follow(() => Response.json(RELEASE), false);
    await vi.advanceTimersByTimeAsync(2 * 24 * 60 * 60_000);
    expect(asked).toEqual([]);
    releases.close();
  });
});

describe('E23 a newer release', () => {
  it.each([
    ['0.1.0', { tag_name: 'v0.1.1' }, '0.1.1'],
    ['0.9.9', { tag_name: '0.10.0', draft: false, prerelease: false }, '0.10.0'],
    ['1.2.3', { tag_name: 'v2.0.0', assets: [{ browser_download_url: 'https://x' }] }, '2.0.0'],
  ])('above %s is told: %o', (current, release, version) => {
    expect(newerVersion(current, release)).toBe(version);
  });

  it.each([
    [{ tag_name: 'v1.2.3' }],
    [{ tag_name: 'v1.2.2' }],
    [{ tag_name: 'v0.99.99' }],
    [{ tag_name: 'v2.0.0-beta.1' }],
    [{ tag_name: 'v2.0.0', prerelease: true }],
    [{ tag_name: 'v2.0.0', draft: true }],
    [{ tag_name: '<img src=x>' }],
    [{ tag_name: 'v99999999999.0.0' }],
    [{ tag_name: 2 }],
    [{ message: 'API rate limit exceeded' }],
    [[]],
    [null],
    ['v9.9.9'],
  ])('is not %o', (release) => {
    expect(newerVersion('1.2.3', release)).toBeUndefined();
  });
});
