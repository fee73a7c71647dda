import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findChromium } from '../../../scripts/test-run/chromium.mjs';

const OF_PLAYWRIGHT = '/cache/playwright/chrome';

function having(...paths: string[]): (path: string) => boolean {
  return (path) => paths.includes(path);
}

describe('findChromium', () => {
  it("prefers Playwright's own to an installed one", () => {
    const exists = having(OF_PLAYWRIGHT, '/usr/bin/chromium');
    expect(findChromium({ env: {}, platform: 'linux', ofPlaywright: OF_PLAYWRIGHT, exists })).toBe(
      OF_PLAYWRIGHT,
    );
  });

  it('takes the one that PLAYWRIGHT_CHROMIUM names before all others', () => {
    const env = { PLAYWRIGHT_CHROMIUM: '/mine' };
    const exists = having('/mine', OF_PLAYWRIGHT);
    expect(findChromium({ env, platform: 'linux', ofPlaywright: OF_PLAYWRIGHT, exists })).toBe(
      '/mine',
    );
  });

  it('takes no other one when the named one is missing', () => {
    const env = { PLAYWRIGHT_CHROMIUM: '/mine' };
    const exists = having(OF_PLAYWRIGHT);
    expect(
      findChromium({ env, platform: 'linux', ofPlaywright: OF_PLAYWRIGHT, exists }),
    ).toBeUndefined();
  });

  const windowsChrome = join('C:/Programs', 'Google/Chrome/Application/chrome.exe');

  it.each([
    ['linux', '/usr/bin/chromium'],
    ['linux', '/usr/bin/google-chrome'],
    ['darwin', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    ['win32', windowsChrome],
  ] as const)('finds an installed one on %s at %s', (platform, place) => {
    const env = { ProgramFiles: 'C:/Programs' };
    const exists = having(place);
    expect(findChromium({ env, platform, ofPlaywright: OF_PLAYWRIGHT, exists })).toBe(place);
  });

  it('finds none where there is none', () => {
    const machine = { env: {}, ofPlaywright: OF_PLAYWRIGHT, exists: having() };
    expect(findChromium({ ...machine, platform: 'linux' })).toBeUndefined();
    expect(findChromium({ ...machine, platform: 'win32' })).toBeUndefined();
  });
});
