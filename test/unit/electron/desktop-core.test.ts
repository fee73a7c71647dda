import { describe, expect, it, vi } from 'vitest';
import { LINK_IDS, type LinkId } from '../../../main/contract/host-description.ts';
import { createHost, linkUrl } from '../../../main/hosts/electron/desktop-core.ts';

vi.mock('electron', () => ({ default: {} }));
vi.mock('node:os', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  userInfo: () => {
    throw new Error('uv_os_get_passwd returned ENOENT');
  },
}));

it('a user that the system has in no list has a host as well', () => {
  vi.stubEnv('USER', 'ada');
  // What it is made from is used by its actions alone.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const ports = {
    app: { getVersion: () => '1.0.0', isPackaged: true },
    clipboard: {},
    dataFolder: '/data',
    notifications: true,
  } as unknown as Parameters<typeof createHost>[0];
  expect(createHost(ports).userName).toBe('ada');
  vi.unstubAllEnvs();
});

describe('links that are opened outside', () => {
  it('E6 are all https, on hosts of the list', () => {
    for (const id of LINK_IDS) {
      const url = new URL(linkUrl(id) ?? '');
      expect(url.protocol).toBe('https:');
      expect(['docs.livekit.io', 'cloud.livekit.io', 'meet.livekit.io', 'github.com']).toContain(
        url.host,
      );
    }
  });

  it('E6 take a query that cannot leave it', () => {
    const url = new URL(linkUrl('meet', { token: 'a&b#c/../../', liveKitUrl: 'ws://x' }) ?? '');
    expect(url.host).toBe('meet.livekit.io');
    expect(url.pathname).toBe('/custom');
    expect(url.searchParams.get('token')).toBe('a&b#c/../../');
  });

  it.each(['file:///etc/passwd', 'javascript:alert(1)', 'https://evil.example', '__proto__', ''])(
    'E6 are nothing else, such as %s',
    (id) => {
      // What a page could send in spite of the types.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      expect(linkUrl(id as LinkId)).toBeUndefined();
    },
  );

  it('E6 are not longer than launchers take', () => {
    expect(linkUrl('meet', { token: 'x'.repeat(9000) })).toBeUndefined();
  });
});
