import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createSettingsStore,
  type SettingsStoreOptions,
} from '../../../main/adapters/settings/settings-store.ts';
import type { SettingsStore } from '../../../main/core/ports.ts';
import { TokenTrayError, type ErrorCode } from '../../../main/contract/errors.ts';
import type { Settings } from '../../../main/contract/settings.ts';
import { seedSettings } from '../../../main/core/state/first-settings.ts';
import { modeOf } from '../../fixtures/faults/mode-of.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';
import { expectPrivate, itOnPosix } from '../../fixtures/posix.ts';

const NOW = Date.UTC(2026, 10, 24, 3, 15);

function open(folder: string, options: Partial<SettingsStoreOptions> = {}): SettingsStore {
  return createSettingsStore({
    folder,
    clock: () => NOW,
    ...options,
  });
}

function withRevision(revision: number): Settings {
  return { ...seedSettings(), revision };
}

/** A folder whose settings were saved with each of these revisions in turn. */
function savedFolder(...revisions: number[]): { folder: string; path: string } {
  const folder = temporaryFolder();
  const store = open(folder);
  store.load();
  for (const revision of revisions) store.save(withRevision(revision));
  return { folder, path: store.path };
}

function onDisk(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function errorOf(action: () => void): ErrorCode | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof TokenTrayError) return error.failure.code;
    throw error;
  }
  return undefined;
}

describe('settings file', () => {
  it('is absent at a first start, without a notice', () => {
    const store = open(temporaryFolder());
    expect(store.load()).toEqual({ settings: undefined, notices: [] });
  });

  it('comes back whole after a save', () => {
    const { folder } = savedFolder();
    const settings = seedSettings();
    open(folder).save(settings);
    expect(open(folder).load()).toEqual({ settings, notices: [] });
  });

  it('keeps the three states before the present one, private, and not more', () => {
    const { folder } = savedFolder(1, 2, 3, 4, 5, 6);
    const names = readdirSync(folder).toSorted();
    expect(names).toHaveLength(4);
    const backups = names.filter((name) => name.includes('.backup-'));
    expect(backups.map((name) => onDisk(join(folder, name)))).toMatchObject([
      { revision: 3 },
      { revision: 4 },
      { revision: 5 },
    ]);
    for (const name of names) expectPrivate(join(folder, name));
  });

  it('does not spend a backup on a save that changes nothing', () => {
    const folder = temporaryFolder();
    const store = open(folder);
    store.load();
    const settings = withRevision(1);
    store.save(settings);
    store.save(settings);
    store.save(structuredClone(settings));
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  it('S14 removes the backups when asked, so that what was deleted is nowhere', () => {
    const { folder } = savedFolder(1, 2, 3, 4);
    const store = open(folder);
    store.load();
    writeFileSync(join(folder, 'settings.json.v1'), 'before a migration');
    store.deleteBackups();
    expect(readdirSync(folder)).toEqual(['settings.json']);
    expect(open(folder).load().settings).toMatchObject({ revision: 4 });
  });

  it('restores a file that is gone from the newest backup, and says so', () => {
    const { folder, path } = savedFolder(1, 2, 3);
    rmSync(path);
    const loaded = open(folder).load();
    expect(loaded.settings?.revision).toBe(2);
    expect(loaded.notices).toEqual([expect.stringContaining('was missing')]);
    expect(onDisk(path)).toMatchObject({ revision: 2 });
  });
});

type Damage = (path: string) => void;

const DAMAGES: [name: string, damage: Damage, reason: string][] = [
  ['0 bytes', (path) => writeFileSync(path, ''), 'it is empty'],
  [
    'half of the file',
    (path) => truncateSync(path, Math.floor(readFileSync(path).length / 2)),
    'not valid JSON',
  ],
  ['nothing but NULs', (path) => writeFileSync(path, Buffer.alloc(4096)), 'not valid JSON'],
  ['null', (path) => writeFileSync(path, 'null'), 'no JSON object'],
  ['an array', (path) => writeFileSync(path, '[]'), 'no JSON object'],
  ['a string', (path) => writeFileSync(path, '"x"'), 'no JSON object'],
  ['a byte order mark alone', (path) => writeFileSync(path, '\ufeff'), 'not valid JSON'],
  [
    'invalid UTF-8',
    (path) => writeFileSync(path, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])),
    'not UTF-8',
  ],
  [
    'wrong types',
    (path) =>
      writeFileSync(
        path,
        JSON.stringify({ ...seedSettings(), server: { ...seedSettings().server, port: 'many' } }),
      ),
    '"server.port"',
  ],
  ['no version', (path) => writeFileSync(path, '{}'), 'no schemaVersion'],
  [
    '50 MB',
    (path) => {
      writeFileSync(path, '{"schemaVersion":1');
      truncateSync(path, 50 * 1000 * 1000);
    },
    'larger than',
  ],
  [
    'a link to itself',
    (path) => {
      rmSync(path);
      symlinkSync(path, path);
    },
    'link to itself',
  ],
  [
    'a link to nothing',
    (path) => {
      rmSync(path);
      symlinkSync(`${path}-gone`, path);
    },
    'link to a file that is gone',
  ],
  [
    'a link to a device without an end',
    (path) => {
      rmSync(path);
      symlinkSync('/dev/zero', path);
    },
    'not a regular file',
  ],
  [
    'a pipe',
    (path) => {
      rmSync(path);
      execFileSync('mkfifo', ['-m', '600', path]);
    },
    'not a regular file',
  ],
  [
    'a folder',
    (path) => {
      rmSync(path);
      mkdirSync(path);
      writeFileSync(join(path, 'kept.txt'), 'kept');
    },
    'a folder is in its place',
  ],
];

function onPosix(title: string, run: () => void): void {
  itOnPosix('links and pipes', title, run);
}

describe('S6 a settings file that cannot be used', () => {
  for (const [name, damage, reason] of DAMAGES) {
    const test = /^a (?:link|pipe)/.test(name) ? onPosix : it;
    test(`holding ${name} is set aside, and the newest backup restored`, () => {
      const { folder, path } = savedFolder(1, 2, 3);
      damage(path);
      const loaded = open(folder).load();

      const aside = `${path}.corrupt-20261124T031500Z`;
      expect(readdirSync(folder)).toContain('settings.json.corrupt-20261124T031500Z');
      if (process.platform !== 'win32') {
        expect(['0600', '0700', '0777']).toContain(modeOf(aside));
      }
      expect(loaded.readOnly).toBeUndefined();
      expect(loaded.settings?.revision).toBe(2);
      expect(onDisk(path)).toEqual(loaded.settings);
      expect(loaded.notices).toHaveLength(1);
      const [notice] = loaded.notices;
      expect(notice).toContain(reason);
      expect(notice).toContain(aside);
      expect(notice).toMatch(
        /The settings of \d{4}-\d\d-\d\d \d\d:\d\d UTC, with 1 project, were restored/,
      );
    });
  }

  it('is kept byte for byte, also where a second one follows in the same second', () => {
    const { folder, path } = savedFolder(1, 2);
    writeFileSync(path, '{"first":');
    open(folder).load();
    writeFileSync(path, '{"second":');
    open(folder).load();
    const aside = `${path}.corrupt-20261124T031500Z`;
    expect(readFileSync(aside, 'utf8')).toBe('{"first":');
    expect(readFileSync(`${aside}-2`, 'utf8')).toBe('{"second":');
    expectPrivate(aside);
  });

  it('keeps what was in a folder that stood in its place', () => {
    const { folder, path } = savedFolder(1);
    rmSync(path);
    mkdirSync(path);
    writeFileSync(join(path, 'kept.txt'), 'kept');
    open(folder).load();
    expect(readFileSync(join(`${path}.corrupt-20261124T031500Z`, 'kept.txt'), 'utf8')).toBe('kept');
  });

  it('is followed past damaged backups to one that can be used', () => {
    const { folder, path } = savedFolder(1, 2, 3, 4);
    const backups = readdirSync(folder).filter((name) => name.includes('.backup-'));
    const [oldest, middle, newest] = backups.toSorted();
    expect([oldest, middle, newest]).not.toContain(undefined);
    writeFileSync(join(folder, newest ?? ''), 'broken');
    writeFileSync(path, 'broken too');
    expect(open(folder).load().settings?.revision).toBe(2);
  });

  it('is followed by the backup that was saved last, whatever the clock said then', () => {
    const { folder, path } = savedFolder(1, 2, 3, 4);
    const backups = readdirSync(folder).filter((name) => name.includes('.backup-'));
    for (const [index, name] of backups.toSorted().entries()) {
      const at = new Date(NOW - index * 3_600_000);
      utimesSync(join(folder, name), at, at);
    }
    writeFileSync(path, 'broken');
    expect(open(folder, { clock: () => NOW - 86_400_000 }).load().settings?.revision).toBe(3);
  });

  it('without any backup starts from the defaults, says so, and keeps the file', () => {
    const { folder, path } = savedFolder(1);
    writeFileSync(path, 'broken');
    const loaded = open(folder).load();
    expect(loaded.settings).toBeUndefined();
    expect(loaded.notices).toEqual([expect.stringContaining('start from the defaults')]);
    expect(existsSync(path)).toBe(false);
    expect(readFileSync(`${path}.corrupt-20261124T031500Z`, 'utf8')).toBe('broken');
  });

  it('with a byte order mark before whole settings loads as it is', () => {
    const { folder, path } = savedFolder(7);
    writeFileSync(path, `\ufeff${readFileSync(path, 'utf8')}`);
    expect(open(folder).load()).toMatchObject({ settings: { revision: 7 }, notices: [] });
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  it('can be saved over at once after the restore', () => {
    const { folder, path } = savedFolder(1, 2);
    writeFileSync(path, 'broken');
    const store = open(folder);
    store.load();
    store.save(withRevision(9));
    expect(onDisk(path)).toMatchObject({ revision: 9 });
  });
});

describe('S10 a settings file that another program changed while the app runs', () => {
  it('is not overwritten where it holds settings; after a load it can be', () => {
    const { folder, path } = savedFolder(1);
    const store = open(folder);
    store.load();
    const theirs = withRevision(50);
    writeFileSync(path, JSON.stringify(theirs));
    expect(errorOf(() => store.save(withRevision(2)))).toBe('conflict');
    expect(errorOf(() => store.save(withRevision(2)))).toBe('conflict');
    expect(onDisk(path)).toEqual(theirs);
    expect(store.load().settings).toEqual(theirs);
    store.save(withRevision(51));
    expect(onDisk(path)).toMatchObject({ revision: 51 });
  });

  it('is set aside where it holds none, and the good state saved', () => {
    const { folder, path } = savedFolder(1);
    const notices: string[] = [];
    const store = open(folder, { onNotice: (message) => notices.push(message) });
    store.load();
    writeFileSync(path, '{ half an edit');
    store.save(withRevision(2));
    expect(onDisk(path)).toMatchObject({ revision: 2 });
    expect(readFileSync(`${path}.corrupt-20261124T031500Z`, 'utf8')).toBe('{ half an edit');
    expect(notices).toEqual([expect.stringContaining('changed by another program')]);
  });

  it('is no conflict where it was touched and says the same', () => {
    const { folder, path } = savedFolder(1);
    const store = open(folder);
    store.load();
    writeFileSync(path, readFileSync(path));
    store.save(withRevision(2));
    expect(onDisk(path)).toMatchObject({ revision: 2 });
  });

  it('is no conflict where it was deleted', () => {
    const { folder, path } = savedFolder(1);
    const store = open(folder);
    store.load();
    rmSync(path);
    store.save(withRevision(2));
    expect(onDisk(path)).toMatchObject({ revision: 2 });
  });

  it('is a conflict where it appeared after a first start found none', () => {
    const folder = temporaryFolder();
    const store = open(folder);
    store.load();
    writeFileSync(store.path, JSON.stringify(withRevision(3)));
    expect(errorOf(() => store.save(withRevision(1)))).toBe('conflict');
  });

  it('keeps its own backup apart from an edit in place', () => {
    const { folder, path } = savedFolder(1, 2);
    writeFileSync(path, 'broken in place');
    const backup = readdirSync(folder).find((name) => name.includes('.backup-')) ?? '';
    expect(onDisk(join(folder, backup))).toMatchObject({ revision: 1 });
  });
});

describe('a settings file that is a link', () => {
  itOnPosix('links', 'stays one, and its target is replaced whole', () => {
    const folder = temporaryFolder();
    const elsewhere = temporaryFolder();
    const target = join(elsewhere, 'my-settings.json');
    writeFileSync(target, JSON.stringify(withRevision(1)));
    symlinkSync(target, join(folder, 'settings.json'));
    const store = open(folder);
    expect(store.load().settings?.revision).toBe(1);
    store.save(withRevision(2));
    expect(onDisk(target)).toMatchObject({ revision: 2 });
    expect(readdirSync(elsewhere)).toEqual(['my-settings.json']);
    expect(onDisk(store.path)).toMatchObject({ revision: 2 });
  });
});
