import { describe, expect, it } from 'vitest';
import {
  desktopSession,
  missingDesktopPackages,
} from '../../../scripts/test-run/desktop-session.mjs';

const ALL = ['xvfb-run', 'dbus-run-session', 'gnome-keyring-daemon'];

function having(commands: string[]): (command: string) => boolean {
  return (command) => commands.includes(command);
}

function wrapped(env: NodeJS.ProcessEnv, commands: string[]): string[] {
  const session = desktopSession({ env, platform: 'linux', has: having(commands) });
  if ('absent' in session) throw new Error(session.absent);
  return session.wrap(['node', 'cli.js']);
}

describe('desktopSession', () => {
  it('uses a screen and a bus as they are', () => {
    const env = { DISPLAY: ':1', DBUS_SESSION_BUS_ADDRESS: 'unix:abstract=x' };
    expect(wrapped(env, ALL)).toEqual(['node', 'cli.js']);
  });

  it('makes a screen, a bus and an unlocked keyring where there is none', () => {
    const command = wrapped({}, ALL);
    expect(command.slice(0, 4)).toEqual(['xvfb-run', '-a', 'dbus-run-session', '--']);
    expect(command.join(' ')).toContain('gnome-keyring-daemon --unlock');
    expect(command.slice(-2)).toEqual(['node', 'cli.js']);
  });

  it('makes a bus alone for a screen that has none', () => {
    expect(wrapped({ DISPLAY: ':1' }, ['dbus-run-session'])).toEqual([
      'dbus-run-session',
      '--',
      'node',
      'cli.js',
    ]);
  });

  it.each([
    [{}, ['dbus-run-session'], 'xvfb-run is not installed'],
    [{}, ['xvfb-run'], 'dbus-run-session is not installed'],
  ])('says what is missing: %j with %j', (env, commands, reason) => {
    const session = desktopSession({ env, platform: 'linux', has: having(commands) });
    expect(session).toEqual({ absent: expect.stringContaining(reason) });
  });

  it.each(['darwin', 'win32'] as const)('is not made on %s', (platform) => {
    const session = desktopSession({ env: {}, platform, has: having(ALL) });
    expect(session).toEqual({ absent: expect.stringContaining('Linux') });
  });
});

describe('missingDesktopPackages', () => {
  it('names each missing package once', () => {
    const has = having(['xauth', 'dbus-daemon', 'dbus-run-session', 'xclip', 'xwininfo']);
    expect(missingDesktopPackages(has)).toEqual(['xvfb', 'gnome-keyring', 'libglib2.0-bin']);
    expect(missingDesktopPackages(() => true)).toEqual([]);
  });
});
