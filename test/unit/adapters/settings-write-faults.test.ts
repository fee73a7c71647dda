import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createConfStore } from '../../../main/adapters/settings/conf-store.ts';
import type { CreateStoreFile } from '../../../main/adapters/settings/store-file.ts';
import {
  createSettingsStore,
  type SettingsFileStore,
} from '../../../main/adapters/settings/settings-store.ts';
import { storeLoadedLater } from '../../../main/adapters/settings/store-loaded-later.ts';
import { TokenTrayError, type Failure } from '../../../main/contract/errors.ts';
import type { Settings } from '../../../main/contract/settings.ts';
import { seedSettings } from '../../../main/core/state/first-settings.ts';
import { canMountDisks, mountSmallDisk } from '../../fixtures/faults/small-disk.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';

function open(folder: string, createStore: CreateStoreFile = createConfStore): SettingsFileStore {
  return createSettingsStore({ folder, createStore });
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

/** A store class on a full disk that takes a part of each write without an error, as conf's does. */
function storeThatWritesHalf(): CreateStoreFile {
  return ({ folder, name }) => {
    const path = join(folder, `${name}.json`);
    return {
      path,
      get store() {
        return {};
      },
      set store(value) {
        const text = JSON.stringify(value);
        writeFileSync(path, text.slice(0, text.length / 2));
      },
    };
  };
}

/** A store class whose write fails with a system error, after leaving a temporary file. */
function storeThatFails(code: string): CreateStoreFile {
  return ({ folder, name }) => ({
    path: join(folder, `${name}.json`),
    get store() {
      return {};
    },
    set store(_) {
      writeFileSync(join(folder, `${name}.json.tmp-0123456789abcdef`), '{');
      throw Object.assign(new Error(`${code}: write failed`), { code });
    },
  });
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('S8 a save that the disk refuses', () => {
  // From a disk with no room at all to one that takes nearly the whole file.
  it.each([0, 4096, 8192, 16_384])(
    'on a disk with %i bytes left says why, and changes nothing',
    (bytes) => {
      const disk = mountSmallDisk();
      const folder = disk?.folder ?? temporaryFolder();
      const settings = largeSettings(1, 2000);
      const healthy = open(folder);
      healthy.load();
      healthy.save(settings);
      const store = open(folder, disk === undefined ? storeThatWritesHalf() : createConfStore);
      store.load();
      const before = contentsOf(folder);

      disk?.fill(bytes);
      const failure = failureOf(() => store.save(largeSettings(2, 24_000)));
      expect(failure?.code).toBe('settings_unwritable');
      expect(failure?.message).toContain('The disk is full.');
      expect(contentsOf(folder)).toEqual(before);

      disk?.empty();
      const again = disk === undefined ? healthy : store;
      again.save(largeSettings(3, 24_000));
      expect(open(folder).load().settings?.revision).toBe(3);
    },
  );

  it('on a read-only disk says why, at once, and changes nothing', () => {
    const disk = mountSmallDisk();
    const folder = disk?.folder ?? temporaryFolder();
    open(folder).save(largeSettings(1, 10));
    const store = open(folder, disk === undefined ? storeThatFails('EROFS') : createConfStore);
    store.load();
    const before = contentsOf(folder);

    disk?.setReadOnly(true);
    const started = performance.now();
    const failure = failureOf(() => store.save(largeSettings(2, 10)));
    expect(performance.now() - started).toBeLessThan(900);
    expect(failure?.code).toBe('settings_unwritable');
    expect(failure?.message).toContain('The disk is read-only.');
    expect(contentsOf(folder)).toEqual(before);

    disk?.setReadOnly(false);
    open(folder).load();
    expect(contentsOf(folder)).toEqual(before);
  });

  it.each(['ENOSPC', 'EROFS', 'EACCES', 'EIO', 'EDQUOT'])(
    'with %s from the store class leaves nothing behind',
    (code) => {
      const folder = temporaryFolder();
      open(folder).save(largeSettings(1, 10));
      const before = contentsOf(folder);
      const store = open(folder, storeThatFails(code));
      store.load();
      expect(failureOf(() => store.save(largeSettings(2, 10)))?.code).toBe('settings_unwritable');
      expect(contentsOf(folder)).toEqual(before);
    },
  );

  it('never puts a file in place that the store class wrote only half of', () => {
    const folder = temporaryFolder();
    open(folder).save(largeSettings(1, 10));
    const before = contentsOf(folder);
    const store = open(folder, storeThatWritesHalf());
    store.load();
    expect(failureOf(() => store.save(largeSettings(2, 10)))?.message).toContain('disk is full');
    expect(contentsOf(folder)).toEqual(before);
  });

  it('names the state that stands, so that the next save is no conflict', () => {
    const folder = temporaryFolder();
    let isFull = false;
    const store = open(folder, (options) => {
      const [whole, failing] = [createConfStore(options), storeThatFails('ENOSPC')(options)];
      return {
        path: whole.path,
        get store() {
          return whole.store;
        },
        set store(value) {
          (isFull ? failing : whole).store = value;
        },
      };
    });
    store.load();
    store.save(largeSettings(1, 10));
    isFull = true;
    expect(failureOf(() => store.save(largeSettings(2, 10)))?.code).toBe('settings_unwritable');
    isFull = false;
    store.save(largeSettings(3, 10));
    expect(open(folder).load().settings?.revision).toBe(3);
  });
});

describe('S18 a save under the variable SNAP', () => {
  it('is as atomic as any: a half-written file is never put in place', () => {
    vi.stubEnv('SNAP', '/snap/some-terminal/1');
    const disk = mountSmallDisk();
    const folder = disk?.folder ?? temporaryFolder();
    const first = open(folder);
    first.load();
    first.save(largeSettings(1, 2000));
    const store = open(folder, disk === undefined ? storeThatWritesHalf() : createConfStore);
    store.load();
    const before = contentsOf(folder);
    disk?.fill(4096);
    expect(failureOf(() => store.save(largeSettings(2, 24_000)))?.code).toBe('settings_unwritable');
    expect(contentsOf(folder)).toEqual(before);
  });
});

describe('a store class that is loaded later', () => {
  it('fails a save before it is there, losing nothing, and works after', async () => {
    const folder = temporaryFolder();
    const later = storeLoadedLater(() => Promise.resolve(createConfStore));
    const store = createSettingsStore({ folder, ...later });
    store.load();
    expect(failureOf(() => store.save(seedSettings()))?.code).toBe('settings_unwritable');
    expect(existsSync(store.path)).toBe(false);
    await store.prepare();
    store.save(seedSettings());
    expect(existsSync(store.path)).toBe(true);
  });

  it('is loaded once, and tried again after a failure', async () => {
    let loads = 0;
    const later = storeLoadedLater(() => {
      loads += 1;
      return loads === 1 ? Promise.reject(new Error('gone')) : Promise.resolve(createConfStore);
    });
    await expect(later.prepare()).rejects.toThrow('gone');
    await Promise.all([later.prepare(), later.prepare()]);
    expect(loads).toBe(2);
  });
});

if (canMountDisks()) {
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

describe('a process that no longer holds the data folder', () => {
  it('saves nothing', () => {
    const folder = temporaryFolder();
    const store = createSettingsStore({
      folder,
      createStore: createConfStore,
      assertHeld: () => {
        throw new TokenTrayError('settings_unwritable', { reason: 'It was taken over.' });
      },
    });
    store.load();
    expect(failureOf(() => store.save(seedSettings()))?.message).toContain('It was taken over.');
    expect(readdirSync(folder)).toEqual([]);
  });
});
