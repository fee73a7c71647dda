import type * as fs from 'node:fs';
import {
  lstatSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ipcMain } from 'electron';
import ElectronStore from 'electron-store';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { writeWithElectronStore } from '../../../main/adapters/settings/electron-store.ts';
import {
  createSettingsStore,
  settingsText,
  type WriteSettings,
} from '../../../main/adapters/settings/settings-store.ts';
import type { SettingsStore } from '../../../main/core/ports.ts';
import { TokenTrayError, type Failure } from '../../../main/contract/errors.ts';
import type { Settings } from '../../../main/contract/settings.ts';
import { seedSettings } from '../../../main/core/state/first-settings.ts';
import { breakDisk, healDisk, type Step } from '../../fixtures/faults/failing-disk.ts';
import { canMountDisks, mountSmallDisk } from '../../fixtures/faults/small-disk.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';

vi.mock('node:fs', async (importOriginal) => {
  const { failingDisk } = await import('../../fixtures/faults/failing-disk.ts');
  return failingDisk(await importOriginal<typeof fs>());
});

// What electron-store takes of Electron.
vi.mock('electron', async () => {
  const { EventEmitter } = await import('node:events');
  const app = { getPath: () => '/nowhere', getVersion: () => '0.0.0' };
  const ipcMain = new EventEmitter();
  return { default: { app, ipcMain }, ipcMain };
});

/** How each host writes the file, and how often it syncs the file in a save. */
const WRITERS: [host: string, writer: { write?: WriteSettings }, syncs: number][] = [
  ['headless', {}, 1],
  ['desktop', { write: writeWithElectronStore }, 2],
];

function open(folder: string, writer: { write?: WriteSettings } = {}): SettingsStore {
  return createSettingsStore({ folder, ...writer });
}

/** Settings of at least this many bytes as JSON. */
function largeSettings(revision: number, bytes: number): Settings {
  const settings = seedSettings();
  const [project] = settings.projects;
  if (project === undefined) throw new Error('the seed has a project');
  const metadata = 'm'.repeat(bytes);
  return {
    ...settings,
    revision,
    projects: [{ ...project, defaults: { ...project.defaults, metadata } }],
  };
}

function failureOf(action: () => void): Failure | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof TokenTrayError) return error.failure;
    throw error;
  }
  return undefined;
}

/** The names and contents of a folder. */
function contentsOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

afterEach(() => {
  healDisk();
});

const STEPS: [step: Step, code: string, reason: string][] = [
  ['openSync', 'EACCES', 'no permission'],
  ['openSync', 'EROFS', 'read-only'],
  ['writeSync', 'ENOSPC', 'The disk is full.'],
  ['writeSync', 'EDQUOT', 'quota'],
  ['fsyncSync', 'EIO', 'The disk reports an error.'],
  ['renameSync', 'EBUSY', 'holds the file open'],
  ['renameSync', 'EIO', 'The disk reports an error.'],
];

describe.each(WRITERS)('S8 a save that fails, %s', (_host, writer, syncs) => {
  it.each(STEPS)('in %s with %s gives the reason and changes nothing', (step, code, reason) => {
    const folder = temporaryFolder();
    const store = open(folder, writer);
    store.load();
    store.save(largeSettings(1, 10));
    store.save(largeSettings(2, 10));
    const before = contentsOf(folder);
    breakDisk(step, code);
    const failure = failureOf(() => store.save(largeSettings(3, 10)));
    expect(failure?.code).toBe('settings_unwritable');
    expect(failure?.message).toContain(reason);
    expect(failure?.message).toContain('Nothing was changed');
    expect(contentsOf(folder)).toEqual(before);
    healDisk();
    store.save(largeSettings(4, 10));
    expect(open(folder).load().settings?.revision).toBe(4);
  });

  it('writes the backup as a copy where the disk has no links', () => {
    const folder = temporaryFolder();
    const store = open(folder, writer);
    store.load();
    store.save(largeSettings(1, 10));
    breakDisk('linkSync', 'EPERM');
    store.save(largeSettings(2, 10));
    const backup = readdirSync(folder).find((name) => name.includes('.backup-')) ?? '';
    expect(JSON.parse(readFileSync(join(folder, backup), 'utf8'))).toMatchObject({ revision: 1 });
  });

  it.each(['writeSync', 'fsyncSync'] as const)(
    'in %s while it replaces a damaged file puts that file back',
    (step) => {
      const folder = temporaryFolder();
      const notices: string[] = [];
      const store = createSettingsStore({
        folder,
        ...writer,
        onNotice: (notice) => notices.push(notice),
      });
      store.load();
      store.save(largeSettings(1, 10));
      writeFileSync(store.path, '{ half an edit');
      const before = contentsOf(folder);
      breakDisk(step, 'EIO', step === 'fsyncSync' ? 1 : 0);
      expect(failureOf(() => store.save(largeSettings(2, 10)))?.code).toBe('settings_unwritable');
      expect(contentsOf(folder)).toEqual(before);
      expect(notices).toEqual([]);
    },
  );

  it('says that a backup is used, and not that it was restored, where it cannot be written', () => {
    const folder = temporaryFolder();
    const store = open(folder, writer);
    store.load();
    store.save(largeSettings(1, 10));
    store.save(largeSettings(2, 10));
    writeFileSync(store.path, 'broken');
    breakDisk('writeSync', 'ENOSPC');
    const { settings, notices, readOnly } = open(folder).load();
    expect(settings?.revision).toBe(1);
    expect(notices).toEqual([expect.stringContaining('are used from a backup')]);
    expect(readOnly).toContain('The disk is full.');
  });

  it('still counts where only the folder could not be synced after it', () => {
    const folder = temporaryFolder();
    const store = open(folder, writer);
    store.load();
    breakDisk('fsyncSync', 'EINVAL', syncs);
    store.save(largeSettings(1, 10));
    expect(open(folder).load().settings?.revision).toBe(1);
  });
});

if (canMountDisks()) {
  describe.each(WRITERS)('S8 a real disk that refuses a save, %s', (_host, writer) => {
    // From a disk with no room at all to one that takes nearly the whole file.
    it.each([0, 4096, 8192, 16_384])(
      'with %i bytes left gives the reason and changes nothing, under SNAP too (S18)',
      (bytes) => {
        vi.stubEnv('SNAP', '/snap/some-terminal/1');
        const disk = mountSmallDisk();
        if (disk === undefined) throw new Error('the disk was there a moment ago');
        const { folder } = disk;
        const store = open(folder, writer);
        store.load();
        store.save(largeSettings(1, 2000));
        const before = contentsOf(folder);

        disk.fill(bytes);
        const failure = failureOf(() => store.save(largeSettings(2, 24_000)));
        expect(failure?.code).toBe('settings_unwritable');
        expect(failure?.message).toContain('The disk is full.');
        expect(contentsOf(folder)).toEqual(before);

        disk.empty();
        store.save(largeSettings(3, 24_000));
        expect(open(folder).load().settings?.revision).toBe(3);
      },
    );

    it('and is read-only gives the reason, and changes nothing', () => {
      const disk = mountSmallDisk();
      if (disk === undefined) throw new Error('the disk was there a moment ago');
      const { folder } = disk;
      const store = open(folder, writer);
      store.load();
      store.save(largeSettings(1, 10));
      const before = contentsOf(folder);
      disk.setReadOnly(true);
      const failure = failureOf(() => store.save(largeSettings(2, 10)));
      expect(failure?.code).toBe('settings_unwritable');
      expect(failure?.message).toContain('The disk is read-only.');
      expect(contentsOf(folder)).toEqual(before);
    });
  });

  describe('S6 a damaged settings file on a read-only disk', () => {
    it('is left where it is, and a backup used without being written', () => {
      const disk = mountSmallDisk();
      if (disk === undefined) throw new Error('the disk was there a moment ago');
      const store = open(disk.folder);
      store.load();
      store.save(largeSettings(1, 10));
      store.save(largeSettings(2, 10));
      writeFileSync(store.path, 'broken');
      disk.setReadOnly(true);
      const loaded = open(disk.folder).load();
      expect(loaded.settings?.revision).toBe(1);
      expect(loaded.readOnly).toContain('The disk is read-only.');
      expect(readFileSync(store.path, 'utf8')).toBe('broken');
    });
  });
}

describe('S14 backups that cannot be deleted', () => {
  it('are named as still there', () => {
    const folder = temporaryFolder();
    const store = open(folder);
    store.load();
    store.save(largeSettings(1, 10));
    store.save(largeSettings(2, 10));
    breakDisk('rmSync', 'EACCES');
    const failure = failureOf(() => store.deleteBackups());
    expect(failure?.code).toBe('backups_undeletable');
    expect(failure?.message).toContain('no permission');
    expect(readdirSync(folder)).toHaveLength(2);
  });
});

describe('a save by electron-store', () => {
  it('is the file that the headless host writes: same text, private, and a link stays one', () => {
    const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()];
    const [link, file] = [join(folder, 'settings.json'), join(elsewhere, 'mine.json')];
    const settings = largeSettings(1, 10);
    writeFileSync(file, settingsText(settings), { mode: 0o644 });
    symlinkSync(file, link);
    const store = open(folder, { write: writeWithElectronStore });
    store.load();
    store.save({ ...settings, revision: 2 });
    expect(readFileSync(file, 'utf8')).toBe(settingsText({ ...settings, revision: 2 }));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readdirSync(elsewhere)).toEqual(['mine.json']);
  });

  it('of which it wrote only a part, without an error, changes nothing', () => {
    const folder = temporaryFolder();
    const store = open(folder, { write: writeWithElectronStore });
    store.load();
    store.save(largeSettings(1, 10));
    const before = contentsOf(folder);
    vi.spyOn(ElectronStore.prototype, 'store', 'set').mockImplementation(function half(
      this: ElectronStore,
      value,
    ) {
      writeFileSync(this.path, JSON.stringify(value).slice(0, 100));
    });
    expect(failureOf(() => store.save(largeSettings(2, 10)))?.message).toContain('disk is full');
    expect(contentsOf(folder)).toEqual(before);
  });

  it('leaves no channel open to the page', () => {
    open(temporaryFolder(), { write: writeWithElectronStore }).save(seedSettings());
    expect(ipcMain.eventNames()).toEqual([]);
  });
});

describe('a process that no longer holds the data folder', () => {
  it('saves nothing', () => {
    const folder = temporaryFolder();
    const store = createSettingsStore({
      folder,
      assertHeld: () => {
        throw new TokenTrayError('settings_unwritable', { reason: 'It was taken over.' });
      },
    });
    store.load();
    expect(failureOf(() => store.save(seedSettings()))?.message).toContain('It was taken over.');
    expect(readdirSync(folder)).toEqual([]);
  });
});
