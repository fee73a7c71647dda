import type * as fs from 'node:fs';
import { chmodSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  createFileSecretStore,
  createSecretFile,
  type SecretFile,
} from '../../../main/adapters/secrets/secret-file.ts';
import type { SecretStore } from '../../../main/core/ports.ts';
import { TokenTrayError } from '../../../main/contract/errors.ts';
import { breakDisk, healDisk, type Step } from '../../fixtures/faults/failing-disk.ts';
import { canMountDisks, mountSmallDisk } from '../../fixtures/faults/small-disk.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';
import { expectPrivate } from '../../fixtures/posix.ts';

vi.mock('node:fs', async (importOriginal) => {
  const { failingDisk } = await import('../../fixtures/faults/failing-disk.ts');
  return failingDisk(await importOriginal<typeof fs>());
});

afterEach(() => {
  healDisk();
});

const NOW = Date.UTC(2026, 10, 24, 3, 15);
const SECRET = 'sentinel-secret-that-must-not-leak';

interface Opened {
  file: SecretFile;
  store: SecretStore;
  notices: string[];
}

function open(folder: string): Opened {
  const notices: string[] = [];
  const file = createSecretFile({
    folder,
    clock: () => NOW,
    onNotice: (message) => notices.push(message),
  });
  return { file, store: createFileSecretStore(file), notices };
}

describe('secrets of the headless host', () => {
  it('S4 come back from a file that only this user may read', async () => {
    const { file, store } = open(temporaryFolder());
    expect(await store.get('project-1')).toEqual({ state: 'missing' });
    await store.write(new Map([['project-1', SECRET]]));
    expect(await store.get('project-1')).toEqual({ state: 'set', secret: SECRET });
    expectPrivate(file.path);
    expect(store.storage()).toMatchObject({ protection: 'file', path: file.path });
  });

  it('are removed for good, without a backup', async () => {
    const folder = temporaryFolder();
    const { store } = open(folder);
    await store.write(new Map([['project-1', SECRET]]));
    await store.write(new Map([['project-2', 'other']]));
    await store.write(new Map([['project-1', undefined]]));
    await store.write(new Map([['never-there', undefined]]));
    expect(await store.get('project-1')).toEqual({ state: 'missing' });
    expect(await store.get('project-2')).toEqual({ state: 'set', secret: 'other' });
    expect(readdirSync(folder)).toEqual(['secrets.json']);
    expect(readFileSync(join(folder, 'secrets.json'), 'utf8')).not.toContain(SECRET);
  });

  it('keep an entry of the desktop app as it is, and call it unreadable', async () => {
    const { file, store } = open(temporaryFolder());
    file.change(new Map([['desktop', { protection: 'os', ciphertext: 'djExYWJj' }]]));
    expect(await store.get('desktop')).toEqual({ state: 'unreadable' });
    await store.write(new Map([['mine', SECRET]]));
    expect(file.read('desktop')).toEqual({ protection: 'os', ciphertext: 'djExYWJj' });
    await store.write(new Map([['desktop', 'entered again']]));
    expect(await store.get('desktop')).toEqual({ state: 'set', secret: 'entered again' });
  });

  it('are written together in one step that can be undone', async () => {
    const { file, store } = open(temporaryFolder());
    file.change(new Map([['desktop', { protection: 'os', ciphertext: 'djExYWJj' }]]));
    await store.write(new Map([['a', SECRET]]));
    const before = readFileSync(file.path, 'utf8');
    const undo = await store.write(
      new Map([
        ['desktop', 'entered again'],
        ['a', undefined],
        ['b', 'new'],
      ]),
    );
    expect(store.ids().toSorted()).toEqual(['b', 'desktop']);
    await undo();
    expect(JSON.parse(readFileSync(file.path, 'utf8'))).toEqual(JSON.parse(before));
  });

  it('are parsed once for as long as the file stays, and again when another program wrote it', async () => {
    const { file, store } = open(temporaryFolder());
    await store.write(new Map(Array.from({ length: 100 }, (_, index) => [`id-${index}`, SECRET])));
    const parse = vi.spyOn(JSON, 'parse');
    onTestFinished(() => parse.mockRestore());
    for (const id of store.ids()) expect(await store.get(id)).toMatchObject({ state: 'set' });
    expect(parse).toHaveBeenCalledOnce();
    const theirs = { theirs: { protection: 'file', value: 'edited' } };
    writeFileSync(file.path, JSON.stringify(theirs));
    expect(await store.get('theirs')).toEqual({ state: 'set', secret: 'edited' });
    expect(await store.get('id-1')).toEqual({ state: 'missing' });
  });

  it('keep an entry of a kind they do not know, byte for byte', async () => {
    const { file, store } = open(temporaryFolder());
    const future = { protection: 'hardware', slot: 3, extra: ['kept'] };
    writeFileSync(file.path, JSON.stringify({ future }), { mode: 0o600 });
    expect(await store.get('future')).toEqual({ state: 'unreadable' });
    await store.write(new Map([['mine', SECRET]]));
    expect(JSON.parse(readFileSync(file.path, 'utf8'))).toMatchObject({ future });
    expect(file.ids().toSorted()).toEqual(['future', 'mine']);
  });

  it('take ids that are names of object properties', async () => {
    const { store } = open(temporaryFolder());
    for (const id of ['__proto__', 'constructor', 'toString']) {
      expect(await store.get(id)).toEqual({ state: 'missing' });
      await store.write(new Map([[id, `secret of ${id}`]]));
      expect(await store.get(id)).toEqual({ state: 'set', secret: `secret of ${id}` });
    }
  });

  it('S6 set a damaged file aside before the next one is written, never silently', async () => {
    const folder = temporaryFolder();
    const { file, store, notices } = open(folder);
    writeFileSync(file.path, '{"project-1": {"prot', { mode: 0o600 });
    expect(await store.get('project-1')).toEqual({ state: 'unreadable' });
    expect(existsSync(file.path)).toBe(true);
    await store.write(new Map([['project-2', SECRET]]));
    const aside = `${file.path}.corrupt-20261124T031500Z`;
    expect(readFileSync(aside, 'utf8')).toBe('{"project-1": {"prot');
    expectPrivate(aside);
    expect(notices).toEqual([expect.stringContaining('Enter its secrets again')]);
    expect(await store.get('project-2')).toEqual({ state: 'set', secret: SECRET });
  });

  it('S1 stay private where the file was made wide', async () => {
    const { file, store } = open(temporaryFolder());
    writeFileSync(file.path, '{}');
    chmodSync(file.path, 0o644);
    await store.write(new Map([['project-1', SECRET]]));
    expectPrivate(file.path);
  });

  it('are not written by a process that no longer holds the data folder', async () => {
    const folder = temporaryFolder();
    const file = createSecretFile({
      folder,
      assertHeld: () => {
        throw new TokenTrayError('settings_unwritable', { reason: 'It was taken over.' });
      },
    });
    await expect(
      createFileSecretStore(file).write(new Map([['project-1', SECRET]])),
    ).rejects.toThrow('taken over');
    expect(readdirSync(folder)).toEqual([]);
  });
});

const STEPS: [step: Step, code: string, reason: string][] = [
  ['openSync', 'EACCES', 'no permission'],
  ['writeSync', 'ENOSPC', 'The disk is full.'],
  ['fsyncSync', 'EIO', 'The disk reports an error.'],
  ['renameSync', 'EBUSY', 'holds the file open'],
];

describe('S16 a secret that cannot be written', () => {
  it.each(STEPS)(
    'in %s with %s gives the reason, and nothing was changed',
    async (step, code, reason) => {
      const folder = temporaryFolder();
      const { file, store } = open(folder);
      await store.write(
        new Map([
          ['a', SECRET],
          ['b', 'two'],
        ]),
      );
      const before = readFileSync(file.path, 'utf8');
      store.ids();
      breakDisk(step, code);
      const failing = store.write(
        new Map([
          ['a', 'new'],
          ['b', undefined],
          ['c', 'three'],
        ]),
      );
      await expect(failing).rejects.toMatchObject({ failure: { code: 'secret_unwritable' } });
      await expect(failing).rejects.toThrow(reason);
      await expect(failing).rejects.toThrow('Nothing was changed.');
      healDisk();
      expect(readFileSync(file.path, 'utf8')).toBe(before);
      expect(readdirSync(folder)).toEqual(['secrets.json']);
      expect(await store.get('a')).toEqual({ state: 'set', secret: SECRET });
    },
  );

  it('leaves a damaged file in its place where the new one fails', async () => {
    const folder = temporaryFolder();
    const { file, store, notices } = open(folder);
    writeFileSync(file.path, '{"project-1": {"prot', { mode: 0o600 });
    breakDisk('writeSync', 'ENOSPC');
    await expect(store.write(new Map([['project-2', SECRET]]))).rejects.toThrow(
      'The disk is full.',
    );
    expect(readdirSync(folder)).toEqual(['secrets.json']);
    expect(readFileSync(file.path, 'utf8')).toBe('{"project-1": {"prot');
    expect(notices).toEqual([]);
  });

  it('is an error with its cause, and the file is as it was', async () => {
    const folder = join(temporaryFolder(), 'gone');
    const { store } = open(folder);
    const failed = store.write(new Map([['project-1', SECRET]]));
    await expect(failed).rejects.toMatchObject({ failure: { code: 'secret_unwritable' } });
    await expect(failed).rejects.toThrow('The folder is gone.');
  });

  if (canMountDisks()) {
    it('on a full disk leaves the old secrets and no temporary file', async () => {
      const disk = mountSmallDisk();
      if (disk === undefined) throw new Error('the disk was there a moment ago');
      const { store } = open(disk.folder);
      await store.write(new Map([['project-1', SECRET]]));
      disk.fill(4096);
      await expect(store.write(new Map([['project-2', 's'.repeat(20_000)]]))).rejects.toThrow(
        'The disk is full.',
      );
      expect(readdirSync(disk.folder)).toEqual(['secrets.json']);
      expect(await store.get('project-1')).toEqual({ state: 'set', secret: SECRET });
      expect(await store.get('project-2')).toEqual({ state: 'missing' });
    });

    it('on a read-only disk leaves the old secrets, also where one is to be removed', async () => {
      const disk = mountSmallDisk();
      if (disk === undefined) throw new Error('the disk was there a moment ago');
      const { store } = open(disk.folder);
      await store.write(new Map([['project-1', SECRET]]));
      disk.setReadOnly(true);
      await expect(store.write(new Map([['project-1', 'new']]))).rejects.toThrow(
        'The disk is read-only.',
      );
      await expect(store.write(new Map([['project-1', undefined]]))).rejects.toThrow(
        'The disk is read-only.',
      );
      expect(await store.get('project-1')).toEqual({ state: 'set', secret: SECRET });
    });
  }

  it('S15 never repeats the secret in its error', async () => {
    const { store } = open(join(temporaryFolder(), 'gone'));
    const error = await store
      .write(new Map([['project-1', SECRET]]))
      .catch((reason: unknown) => reason);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(SECRET);
    expect(String(error)).not.toContain(SECRET);
  });
});
