import { chmodSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileSecretStore } from '../../../main/adapters/secrets/secret-file.ts';
import { createSecretFile, type SecretFile } from '../../../main/adapters/secrets/secret-file.ts';
import { TokenTrayError } from '../../../main/contract/errors.ts';
import type { SecretStore } from '../../../main/core/ports.ts';
import { modeOf } from '../../fixtures/faults/mode-of.ts';
import { canMountDisks, mountSmallDisk } from '../../fixtures/faults/small-disk.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';

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
    await store.set('project-1', SECRET);
    expect(await store.get('project-1')).toEqual({ state: 'set', secret: SECRET });
    expect(modeOf(file.path)).toBe('0600');
    expect(store.storage()).toMatchObject({ protection: 'file', path: file.path });
  });

  it('are removed for good, without a backup', async () => {
    const folder = temporaryFolder();
    const { store } = open(folder);
    await store.set('project-1', SECRET);
    await store.set('project-2', 'other');
    await store.remove('project-1');
    await store.remove('never-there');
    expect(await store.get('project-1')).toEqual({ state: 'missing' });
    expect(await store.get('project-2')).toEqual({ state: 'set', secret: 'other' });
    expect(readdirSync(folder)).toEqual(['secrets.json']);
    expect(readFileSync(join(folder, 'secrets.json'), 'utf8')).not.toContain(SECRET);
  });

  it('keep an entry of the desktop app as it is, and call it unreadable', async () => {
    const { file, store } = open(temporaryFolder());
    file.write('desktop', { protection: 'os', ciphertext: 'djExYWJj' });
    expect(await store.get('desktop')).toEqual({ state: 'unreadable' });
    await store.set('mine', SECRET);
    expect(file.read('desktop')).toEqual({ protection: 'os', ciphertext: 'djExYWJj' });
    await store.set('desktop', 'entered again');
    expect(await store.get('desktop')).toEqual({ state: 'set', secret: 'entered again' });
  });

  it('keep an entry of a kind they do not know, byte for byte', async () => {
    const { file, store } = open(temporaryFolder());
    const future = { protection: 'hardware', slot: 3, extra: ['kept'] };
    writeFileSync(file.path, JSON.stringify({ future }), { mode: 0o600 });
    expect(await store.get('future')).toEqual({ state: 'unreadable' });
    await store.set('mine', SECRET);
    expect(JSON.parse(readFileSync(file.path, 'utf8'))).toMatchObject({ future });
    expect(file.ids().toSorted()).toEqual(['future', 'mine']);
  });

  it('take ids that are names of object properties', async () => {
    const { store } = open(temporaryFolder());
    for (const id of ['__proto__', 'constructor', 'toString']) {
      expect(await store.get(id)).toEqual({ state: 'missing' });
      await store.set(id, `secret of ${id}`);
      expect(await store.get(id)).toEqual({ state: 'set', secret: `secret of ${id}` });
    }
  });

  it('S6 set a damaged file aside before the next one is written, never silently', async () => {
    const folder = temporaryFolder();
    const { file, store, notices } = open(folder);
    writeFileSync(file.path, '{"project-1": {"prot', { mode: 0o600 });
    expect(await store.get('project-1')).toEqual({ state: 'unreadable' });
    expect(existsSync(file.path)).toBe(true);
    await store.set('project-2', SECRET);
    const aside = `${file.path}.corrupt-20261124T031500Z`;
    expect(readFileSync(aside, 'utf8')).toBe('{"project-1": {"prot');
    expect(modeOf(aside)).toBe('0600');
    expect(notices).toEqual([expect.stringContaining('have to be entered again')]);
    expect(await store.get('project-2')).toEqual({ state: 'set', secret: SECRET });
  });

  it('S1 stay private where the file was made wide', async () => {
    const { file, store } = open(temporaryFolder());
    writeFileSync(file.path, '{}');
    chmodSync(file.path, 0o644);
    await store.set('project-1', SECRET);
    expect(modeOf(file.path)).toBe('0600');
  });

  it('are not written by a process that no longer holds the data folder', async () => {
    const folder = temporaryFolder();
    const file = createSecretFile({
      folder,
      assertHeld: () => {
        throw new TokenTrayError('settings_unwritable', { reason: 'It was taken over.' });
      },
    });
    await expect(createFileSecretStore(file).set('project-1', SECRET)).rejects.toThrow(
      'taken over',
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('S16 a secret that cannot be written', () => {
  it('is an error with its cause, and the file is as it was', async () => {
    const folder = join(temporaryFolder(), 'gone');
    const { store } = open(folder);
    const failed = store.set('project-1', SECRET);
    await expect(failed).rejects.toMatchObject({ failure: { code: 'secret_unwritable' } });
    await expect(failed).rejects.toThrow('The folder is gone.');
  });

  if (canMountDisks()) {
    it('on a full disk leaves the old secrets and no temporary file', async () => {
      const disk = mountSmallDisk();
      if (disk === undefined) throw new Error('the disk was there a moment ago');
      const { store } = open(disk.folder);
      await store.set('project-1', SECRET);
      disk.fill(4096);
      await expect(store.set('project-2', 's'.repeat(20_000))).rejects.toThrow('The disk is full.');
      expect(readdirSync(disk.folder)).toEqual(['secrets.json']);
      expect(await store.get('project-1')).toEqual({ state: 'set', secret: SECRET });
      expect(await store.get('project-2')).toEqual({ state: 'missing' });
    });

    it('on a read-only disk leaves the old secrets, also where one is to be removed', async () => {
      const disk = mountSmallDisk();
      if (disk === undefined) throw new Error('the disk was there a moment ago');
      const { store } = open(disk.folder);
      await store.set('project-1', SECRET);
      disk.setReadOnly(true);
      await expect(store.set('project-1', 'new')).rejects.toThrow('The disk is read-only.');
      await expect(store.remove('project-1')).rejects.toThrow('The disk is read-only.');
      expect(await store.get('project-1')).toEqual({ state: 'set', secret: SECRET });
    });
  }

  it('S15 never repeats the secret in its error', async () => {
    const { store } = open(join(temporaryFolder(), 'gone'));
    const error = await store.set('project-1', SECRET).catch((reason: unknown) => reason);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(SECRET);
    expect(String(error)).not.toContain(SECRET);
  });
});
