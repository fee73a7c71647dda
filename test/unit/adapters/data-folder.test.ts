import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { prepareDataFolder } from '../../../main/adapters/data-folder.ts';
import { defaultDataFolder } from '../../../main/adapters/data-folder.ts';
import { createSettingsStore } from '../../../main/adapters/settings/settings-store.ts';
import { TokenTrayError, type Failure } from '../../../main/contract/errors.ts';
import { seedSettings } from '../../../main/core/state/first-settings.ts';
import { modeOf } from '../../fixtures/faults/mode-of.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';
import { itOnPosix } from '../../fixtures/posix.ts';

function failureOf(action: () => unknown): Failure | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof TokenTrayError) return error.failure;
    throw error;
  }
  return undefined;
}

function noUser(): string {
  throw new Error('in no list');
}

const originalUmask = process.umask();
afterEach(() => {
  process.umask(originalUmask);
});

describe('data folder', () => {
  for (const umask of ['022', '000']) {
    itOnPosix(
      'file modes',
      `S1 is made 0700 under umask ${umask}, with the folders above it`,
      () => {
        const top = temporaryFolder();
        process.umask(Number.parseInt(umask, 8));
        const { path, notices } = prepareDataFolder(join(top, 'config', 'Token Tray'));
        expect(modeOf(path)).toBe('0700');
        expect(modeOf(join(top, 'config'))).toBe('0700');
        expect(notices).toEqual([]);
      },
    );
  }

  itOnPosix(
    'file modes',
    'S2 tightens a folder and files that others could open, and says so',
    () => {
      const folder = join(temporaryFolder(), 'data');
      prepareDataFolder(folder);
      const names = ['settings.json', 'secrets.json', 'settings.json.backup-000001'];
      for (const name of names) {
        writeFileSync(join(folder, name), '{}');
        chmodSync(join(folder, name), 0o644);
      }
      mkdirSync(join(folder, 'logs'));
      chmodSync(join(folder, 'logs'), 0o755);
      chmodSync(folder, 0o777);

      const { notices } = prepareDataFolder(folder);
      expect(modeOf(folder)).toBe('0700');
      for (const name of names) expect(modeOf(join(folder, name))).toBe('0600');
      expect(modeOf(join(folder, 'logs'))).toBe('0700');
      expect(notices).toHaveLength(5);
      expect(notices[0]).toContain(`${folder} could be opened by other users`);
      expect(notices[0]).toContain('0777');
      expect(prepareDataFolder(folder).notices).toEqual([]);
    },
  );

  itOnPosix('file modes', 'S2 leaves files alone that are not ours', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'notes.txt'), 'theirs');
    chmodSync(join(folder, 'notes.txt'), 0o644);
    prepareDataFolder(folder);
    expect(modeOf(join(folder, 'notes.txt'))).toBe('0644');
  });

  itOnPosix('file modes', 'S2 refuses a shared folder instead of closing it to others', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'notes.txt'), 'theirs');
    chmodSync(folder, 0o755);
    const failure = failureOf(() => prepareDataFolder(folder));
    expect(failure?.code).toBe('data_folder_unusable');
    expect(failure?.message).toContain('--data-dir');
    expect(modeOf(folder)).toBe('0755');
  });

  itOnPosix('file modes', 'S2 refuses a folder such as /tmp even where it was used before', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'settings.json'), '{}');
    chmodSync(folder, 0o1777);
    expect(failureOf(() => prepareDataFolder(folder))?.code).toBe('data_folder_unusable');
    expect(statSync(folder).mode & 0o1777).toBe(0o1777);
  });

  itOnPosix(
    'the errors of POSIX',
    'S18 says precisely what is wrong with a path that cannot be used',
    () => {
      const folder = temporaryFolder();
      const file = join(folder, 'file');
      writeFileSync(file, '');
      expect(failureOf(() => prepareDataFolder(file))?.message).toContain('It is a file.');
      expect(failureOf(() => prepareDataFolder(join(file, 'below')))?.message).toContain(
        'A part of the path is a file.',
      );
      const loop = join(folder, 'loop');
      symlinkSync(loop, loop);
      expect(failureOf(() => prepareDataFolder(loop))?.message).toContain('link to itself');
      expect(failureOf(() => prepareDataFolder(join(folder, 'n'.repeat(300))))?.message).toContain(
        'too long',
      );
    },
  );

  it.each([
    'with spaces and (brackets)',
    'Grüße-日本語-🎛️',
    "it's %20 quoted \\ odd",
    'שלום',
    'a'.repeat(120),
  ])('S18 works in a folder named %s', (name) => {
    const { path } = prepareDataFolder(join(temporaryFolder(), name, name));
    const store = createSettingsStore({ folder: path });
    store.load();
    store.save(seedSettings());
    store.save({ ...seedSettings(), revision: 2 });
    expect(store.load().settings?.revision).toBe(2);
    expect(readdirSync(path)).toHaveLength(2);
    expect(existsSync(store.path)).toBe(true);
  });
});

describe('S18 the default data folder', () => {
  it.each([
    ['linux', { HOME: '/home/ada' }, '/home/ada/.config/Token Tray'],
    ['linux', { HOME: '/home/ada', XDG_CONFIG_HOME: '/xdg dir' }, '/xdg dir/Token Tray'],
    ['linux', { HOME: '/home/ada', XDG_CONFIG_HOME: 'relative' }, '/home/ada/.config/Token Tray'],
    ['linux', { HOME: '/home/ada', XDG_CONFIG_HOME: '' }, '/home/ada/.config/Token Tray'],
    ['linux', { XDG_CONFIG_HOME: '/xdg' }, '/xdg/Token Tray'],
    ['darwin', { HOME: '/Users/zoë' }, '/Users/zoë/Library/Application Support/Token Tray'],
    [
      'win32',
      { APPDATA: 'C:\\Users\\Ada\\AppData\\Roaming' },
      'C:\\Users\\Ada\\AppData\\Roaming\\Token Tray',
    ],
  ] as const)('on %s with %j is %s', (platform, env, expected) => {
    expect(defaultDataFolder({ platform, env, homeOfUser: noUser })).toBe(expected);
  });

  it('falls back on the home that the system lists', () => {
    const user = { platform: 'linux', env: {}, homeOfUser: () => '/home/listed' } as const;
    expect(defaultDataFolder(user)).toBe('/home/listed/.config/Token Tray');
  });

  it.each([
    ['linux', {}, undefined, 'HOME is not set'],
    ['linux', { HOME: '' }, '', 'HOME is not set'],
    ['linux', { HOME: '' }, '/', 'HOME is not set'],
    ['darwin', {}, '/nonexistent', 'HOME is not set'],
    ['win32', {}, undefined, 'APPDATA is not set'],
  ] as const)('on %s with %j and the home %j says what to do', (platform, env, home, words) => {
    const homeOfUser = home === undefined ? noUser : () => home;
    const failure = failureOf(() => defaultDataFolder({ platform, env, homeOfUser }));
    expect(failure?.code).toBe('data_folder_unknown');
    expect(failure?.message).toContain(words);
    expect(failure?.message).toContain('--data-dir');
  });
});
