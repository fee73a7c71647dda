import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';
import { afterAll, describe, expect, it } from 'vitest';
import {
  appImage,
  restartWithoutSurplusArguments,
  startCommand,
  startOptions,
} from '../../../main/hosts/electron/start-command.ts';
import { describeOnPosix } from '../../fixtures/posix.ts';

const folder = mkdtempSync(join(tmpdir(), 'token-tray-start-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** As much of the app as a start looks at: one that runs from a checkout, without switches of Chromium's. */
function checkout(): { app: App; relaunches: unknown[] } {
  const relaunches: unknown[] = [];
  const app = {
    isPackaged: false,
    getAppPath: () => '/src/token-tray',
    relaunch: (options: unknown) => relaunches.push(options),
    commandLine: { hasSwitch: () => false, getSwitchValue: () => '' },
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { app: app as unknown as App, relaunches };
}

describeOnPosix('AppImages', 'the AppImage that runs', () => {
  const mounted = join(folder, 'mount');
  const program = join(mounted, 'token-tray-desktop');
  mkdirSync(mounted);
  writeFileSync(program, '');

  it('is the one whose mount holds our program', () => {
    expect(appImage({ APPIMAGE: '/a/tray.AppImage', APPDIR: mounted }, program)).toBe(
      '/a/tray.AppImage',
    );
    symlinkSync(mounted, join(folder, 'link'));
    expect(appImage({ APPIMAGE: '/a/tray.AppImage', APPDIR: join(folder, 'link') }, program)).toBe(
      '/a/tray.AppImage',
    );
  });

  it.each([
    ['was inherited from another AppImage', { APPIMAGE: '/evil', APPDIR: '/tmp/.mount_other' }],
    ['has no mount', { APPIMAGE: '/evil' }],
    ['has an empty mount', { APPIMAGE: '/evil', APPDIR: '' }],
    ['has a mount that only begins alike', { APPIMAGE: '/evil', APPDIR: mounted.slice(0, -2) }],
    ['has a mount inside ours', { APPIMAGE: '/evil', APPDIR: join(mounted, 'usr') }],
  ])('is not one that %s', (_why, env) => {
    expect(appImage(env, program)).toBeUndefined();
  });
});

describe('a start with more arguments than the first copy can be told of', () => {
  it('is repeated with those that count', () => {
    const { app, relaunches } = checkout();
    const argv = ['electron', '.', '--port=7000', 'x'.repeat(20_000)];
    expect(restartWithoutSurplusArguments(app, argv, startOptions(argv))).toBe(true);
    expect(relaunches).toEqual([
      { execPath: process.execPath, args: ['/src/token-tray', '--port=7000'] },
    ]);
  });

  it('fails when those that count are too long, instead of starting again for ever', () => {
    const { app, relaunches } = checkout();
    const argv = ['electron', '.', `--data-dir=/${'x'.repeat(18_000)}`];
    expect(() => restartWithoutSurplusArguments(app, argv, startOptions(argv))).toThrow(
      'too long. Use a shorter --data-dir.',
    );
    expect(relaunches).toEqual([]);
  });

  it('goes on as it is below the limit', () => {
    const { app } = checkout();
    const argv = ['electron', '.', '--hidden'];
    expect(restartWithoutSurplusArguments(app, argv, startOptions(argv))).toBe(false);
    expect(startCommand(app, startOptions(argv)).slice(1)).toEqual(['/src/token-tray', '--hidden']);
  });
});
