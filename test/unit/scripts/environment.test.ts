import { existsSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { screenAbsence } from '../../../scripts/launch/electron-program.mjs';
import { hasCommand, ownFolders } from '../../../scripts/test-run/desktop-session.mjs';
import { testEnvironment } from '../../../scripts/test-run/test-environment.mjs';
import { itOnPosix } from '../../fixtures/posix.ts';

describe('screenAbsence', () => {
  it('names the variables that Linux would have', () => {
    expect(screenAbsence({ env: {}, platform: 'linux' })).toMatch(/DISPLAY.*WAYLAND_DISPLAY/);
  });

  it.each([
    [{ DISPLAY: ':0' }, 'linux'],
    [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux'],
    [{}, 'darwin'],
    [{}, 'win32'],
  ] as const)('expects a screen with %j on %s', (env, platform) => {
    expect(screenAbsence({ env, platform })).toBeUndefined();
  });
});

describe('testEnvironment', () => {
  it("takes away a developer's LiveKit variables and Electron's plain Node mode", () => {
    expect(
      testEnvironment({
        PATH: '/bin',
        LIVEKIT_URL: 'wss://real',
        LIVEKIT_API_KEY: 'k',
        LIVEKIT_API_SECRET: 's',
        LIVEKIT_KEYS: 'k: s',
        LIVEKIT_SERVER: '/usr/bin/livekit-server',
        ELECTRON_RUN_AS_NODE: '1',
      }),
    ).toEqual({ PATH: '/bin', LIVEKIT_SERVER: '/usr/bin/livekit-server' });
  });

  it('holds for this very run', () => {
    expect(Object.keys(process.env).filter((name) => /^LIVEKIT_(?!SERVER$)/.test(name))).toEqual(
      [],
    );
  });
});

describe('hasCommand', () => {
  itOnPosix('sh', 'looks along the PATH', () => {
    expect(hasCommand('sh')).toBe(true);
    expect(hasCommand('sh', '/nowhere')).toBe(false);
  });
});

describe('ownFolders', () => {
  itOnPosix('file modes', 'makes private folders and removes them', () => {
    const { env, remove } = ownFolders();
    const folders = Object.values(env);
    expect(folders.map((folder) => statSync(folder).mode & 0o777)).toEqual(
      folders.map(() => 0o700),
    );
    remove();
    expect(folders.filter((folder) => existsSync(folder))).toEqual([]);
  });
});
