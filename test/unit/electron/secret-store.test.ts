import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AsyncSafeStorage } from '../../../main/adapters/secrets/electron-key-store.ts';
import {
  createElectronSecretStore,
  type ElectronSecretStore,
} from '../../../main/adapters/secrets/electron-secret-store.ts';
import { fakeKeyStore } from '../../fixtures/fake-key-store.ts';
import { createSecretFile, type SecretFile } from '../../../main/adapters/secrets/secret-file.ts';
import { expectPrivate } from '../../fixtures/posix.ts';

const SENTINEL = 'sentinel-secret-6b1f0c7e4d2a4c3f';

const stores: ElectronSecretStore[] = [];
const folders: string[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate'] });
});

afterEach(() => {
  for (const store of stores.splice(0)) store.close();
  vi.useRealTimers();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFile(): SecretFile {
  const folder = mkdtempSync(join(tmpdir(), 'token-tray-secrets-'));
  folders.push(folder);
  return createSecretFile({ folder });
}

function open(
  file: SecretFile,
  safeStorage: AsyncSafeStorage,
  platform: NodeJS.Platform = 'linux',
): ElectronSecretStore {
  const store = createElectronSecretStore({
    safeStorage,
    file,
    log: () => {},
    platform,
  });
  stores.push(store);
  return store;
}

/** Lets this much time pass for the store, in milliseconds. */
async function pass(milliseconds = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
}

/** What `answering` comes to, as time goes by. */
async function settle<Value>(answering: Promise<Value>): Promise<Value> {
  answering.catch(() => {});
  await pass(3000);
  return answering;
}

describe('secrets on the desktop', () => {
  it('E15 S3 are ciphertext at rest where there is a key store', async () => {
    const file = newFile();
    const [, safeStorage] = fakeKeyStore();
    const store = open(file, safeStorage);
    await store.write(new Map([['a', SENTINEL]]));
    expect(await store.get('a')).toEqual({ state: 'set', secret: SENTINEL });
    expect(readFileSync(file.path, 'utf8')).not.toContain(SENTINEL);
    expect(store.storage()).toMatchObject({ protection: 'os', backend: 'gnome_libsecret' });
  });

  it.each([
    ['the fixed key of every Linux', { version: 'v10' }],
    ['no key store at all', { behaviour: 'absent' as const }],
  ])(
    'E16 say that they are not encrypted, and are in a 0600 file, with %s',
    async (_what, fake) => {
      const file = newFile();
      const [, safeStorage] = fakeKeyStore(fake);
      const store = open(file, safeStorage);
      await pass();
      expect(store.storage().notice).toContain('without encryption');
      expect(store.storage().notice).toContain('0600');
      await store.write(new Map([['a', SENTINEL]]));
      expect(await store.get('a')).toEqual({ state: 'set', secret: SENTINEL });
      expect(file.read('a')).toEqual({ protection: 'file', value: SENTINEL });
      expectPrivate(file.path);
    },
  );

  it.each(['darwin', 'win32'] as const)(
    'E16 are never saved without encryption on %s: the old ones stay, and the next try asks again',
    async (platform) => {
      const file = newFile();
      const [fake, safeStorage] = fakeKeyStore();
      await open(file, safeStorage, platform).write(new Map([['a', SENTINEL]]));
      const before = readFileSync(file.path, 'utf8');

      fake.behaviour = 'absent';
      const store = open(file, safeStorage, platform);
      await pass();
      expect(store.storage()).toMatchObject({
        protection: 'refused',
        backend: platform === 'darwin' ? 'keychain' : 'dpapi',
      });
      expect(store.storage().notice).toContain('those saved before are kept');
      await expect(store.write(new Map([['b', 'new']]))).rejects.toMatchObject({
        failure: { code: 'secret_unwritable', message: expect.stringContaining('Always Allow') },
      });
      expect(readFileSync(file.path, 'utf8')).toBe(before);

      fake.behaviour = 'ok';
      await store.write(new Map([['b', 'new']]));
      expect(store.storage().protection).toBe('os');
      expect(await store.get('a')).toEqual({ state: 'set', secret: SENTINEL });
      expect(file.read('b').protection).toBe('os');
    },
  );

  it('E16 are encrypted as soon as a key store is there, each read back first', async () => {
    const file = newFile();
    const [, without] = fakeKeyStore({ behaviour: 'absent' });
    await open(file, without).write(new Map([['a', SENTINEL]]));

    const [, safeStorage] = fakeKeyStore();
    const store = open(file, safeStorage);
    await pass();
    expect(file.read('a').protection).toBe('os');
    expect(readFileSync(file.path, 'utf8')).not.toContain(SENTINEL);
    expect(await store.get('a')).toEqual({ state: 'set', secret: SENTINEL });
  });

  it('E16 stay as they are where their ciphertext cannot be read back', async () => {
    const file = newFile();
    file.change(new Map([['a', { protection: 'file', value: SENTINEL }]]));
    const [fake, safeStorage] = fakeKeyStore();
    const store = open(file, {
      ...safeStorage,
      decryptStringAsync: async () => {
        throw new Error('The key changed.');
      },
    });
    await pass();
    expect(fake.encrypted).toBe(2);
    expect(await store.get('a')).toEqual({ state: 'set', secret: SENTINEL });
    expect(file.read('a')).toEqual({ protection: 'file', value: SENTINEL });
  });

  it('E17 of another key are unreadable, kept byte for byte, and no trouble to the others', async () => {
    const file = newFile();
    const [fake, safeStorage] = fakeKeyStore();
    const store = open(file, safeStorage);
    await store.write(new Map([['a', SENTINEL]]));
    await store.write(new Map([['b', 'other']]));
    const before = file.read('a');
    fake.key = 'k2';
    await store.write(new Map([['b', 'other']]));
    expect(await store.get('a')).toEqual({ state: 'unreadable' });
    expect(await store.get('b')).toEqual({ state: 'set', secret: 'other' });
    expect(file.read('a')).toEqual(before);
    fake.key = 'k1';
    expect(await store.get('a')).toEqual({ state: 'set', secret: SENTINEL });
  });

  it('E17 behind a lock are locked, and told once it opens', async () => {
    const file = newFile();
    const [fake, safeStorage] = fakeKeyStore();
    const store = open(file, safeStorage);
    await store.write(new Map([['a', SENTINEL]]));
    await pass();
    fake.behaviour = 'locked';
    expect(await store.get('a')).toEqual({ state: 'locked' });
    let told = 0;
    store.onChange(() => {
      told += 1;
    });
    await pass(30_000);
    expect(told).toBe(0);
    fake.behaviour = 'ok';
    await pass(5001);
    expect(told).toBe(1);
    expect(await store.get('a')).toEqual({ state: 'set', secret: SENTINEL });
  });

  it('E18 are encrypted again, once, when the key was rotated', async () => {
    const file = newFile();
    const [fake, safeStorage] = fakeKeyStore();
    const store = open(file, safeStorage);
    await store.write(new Map([['a', SENTINEL]]));
    const before = file.read('a');
    fake.shouldReEncrypt = true;
    fake.version = 'v12';
    await store.get('a');
    await pass();
    expect(file.read('a')).not.toEqual(before);
    const renewed = file.read('a');
    const encrypted = fake.encrypted;
    expect(await store.get('a')).toEqual({ state: 'set', secret: SENTINEL });
    await pass();
    expect(file.read('a')).toEqual(renewed);
    expect(fake.encrypted).toBe(encrypted);
  });

  it('E18 keep the old ciphertext where the new one fails', async () => {
    const file = newFile();
    const [fake, safeStorage] = fakeKeyStore();
    await open(file, safeStorage).write(new Map([['a', SENTINEL]]));
    const before = file.read('a');
    fake.shouldReEncrypt = true;
    const store = open(file, {
      ...safeStorage,
      encryptStringAsync: async (text) => {
        if (text === SENTINEL) throw new Error('No.');
        return safeStorage.encryptStringAsync(text);
      },
    });
    expect(await store.get('a')).toEqual({ state: 'set', secret: SENTINEL });
    await pass();
    expect(file.read('a')).toEqual(before);
  });

  it('E19 R25 wait for a key store that hangs without holding up anything, and arrive when it answers', async () => {
    const file = newFile();
    const [fake, safeStorage] = fakeKeyStore();
    await open(file, safeStorage).write(new Map([['a', SENTINEL]]));
    fake.behaviour = 'hangs';
    const store = open(file, safeStorage);
    expect(store.storage().protection).toBe('waiting');
    expect(await settle(store.get('a'))).toEqual({ state: 'waiting' });
    await expect(settle(store.write(new Map([['b', 'new']])))).rejects.toMatchObject({
      failure: { code: 'secret_unwritable' },
    });

    let told = 0;
    store.onChange(() => {
      told += 1;
    });
    fake.behaviour = 'ok';
    fake.answerAll();
    await pass();
    expect([told, store.storage().protection]).toEqual([1, 'os']);
    expect(await store.get('a')).toEqual({ state: 'set', secret: SENTINEL });
    expect(file.read('b')).toEqual({ protection: 'missing' });
  });

  it('S16 that cannot be encrypted are an error with a reason, and nothing is saved', async () => {
    const file = newFile();
    const [fake, safeStorage] = fakeKeyStore();
    const store = open(file, safeStorage);
    await pass();
    fake.behaviour = 'locked';
    await expect(store.write(new Map([['a', SENTINEL]]))).rejects.toMatchObject({
      failure: { code: 'secret_unwritable' },
    });
    fake.behaviour = 'ok';
    fake.version = 'v10';
    await expect(store.write(new Map([['a', SENTINEL]]))).rejects.toMatchObject({
      failure: { code: 'secret_unwritable' },
    });
    expect(file.read('a')).toEqual({ protection: 'missing' });
  });

  it('E19 that were given up are not saved when the key store answers after all', async () => {
    const file = newFile();
    const [fake, safeStorage] = fakeKeyStore();
    const store = open(file, safeStorage);
    await pass();
    fake.behaviour = 'hangs';
    await expect(settle(store.write(new Map([['a', SENTINEL]])))).rejects.toMatchObject({
      failure: { code: 'secret_unwritable' },
    });
    fake.answerAll();
    await pass();
    expect(file.read('a')).toEqual({ protection: 'missing' });
  });

  it('are written together, encrypted first, in one step that can be undone', async () => {
    const file = newFile();
    const [fake, safeStorage] = fakeKeyStore();
    const store = open(file, safeStorage);
    await store.write(
      new Map([
        ['a', SENTINEL],
        ['b', 'old'],
      ]),
    );
    const before = readFileSync(file.path, 'utf8');
    const undo = await store.write(
      new Map([
        ['a', undefined],
        ['b', 'new'],
        ['c', 'added'],
      ]),
    );
    expect(store.ids()).toEqual(['b', 'c']);
    expect(await store.get('b')).toEqual({ state: 'set', secret: 'new' });
    await undo();
    expect(JSON.parse(readFileSync(file.path, 'utf8'))).toEqual(JSON.parse(before));
    expect(await store.get('a')).toEqual({ state: 'set', secret: SENTINEL });
    expect(await store.get('b')).toEqual({ state: 'set', secret: 'old' });

    const encrypt = vi.spyOn(safeStorage, 'encryptStringAsync');
    encrypt
      .mockImplementationOnce(safeStorage.encryptStringAsync)
      .mockRejectedValueOnce(new Error('No.'));
    fake.encrypted = 0;
    const failing = store.write(
      new Map([
        ['d', 'one'],
        ['e', 'two'],
        ['a', undefined],
      ]),
    );
    await expect(failing).rejects.toMatchObject({ failure: { code: 'secret_unwritable' } });
    expect(store.ids().toSorted()).toEqual(['a', 'b']);
  });

  it('that need no key store wait for none: those without encryption, and removals', async () => {
    const file = newFile();
    file.change(
      new Map([
        ['plain', { protection: 'file', value: SENTINEL }],
        ['gone', { protection: 'os', ciphertext: 'djExYWJj' }],
      ]),
    );
    const [, safeStorage] = fakeKeyStore({ behaviour: 'hangs' });
    const store = open(file, safeStorage);
    // No time passes.
    expect(await store.get('plain')).toEqual({ state: 'set', secret: SENTINEL });
    await store.write(new Map([['gone', undefined]]));
    expect(store.ids()).toEqual(['plain']);
  });

  it('are decrypted a few at a time, the first asked for first, and each once', async () => {
    const file = newFile();
    const ids = Array.from({ length: 1000 }, (_, index) => `project-${index}`);
    const [fake, safeStorage] = fakeKeyStore();
    await open(file, safeStorage).write(new Map(ids.map((id) => [id, `secret of ${id}`])));
    const decrypt = vi.spyOn(safeStorage, 'decryptStringAsync');
    const store = open(file, safeStorage);
    await pass();
    fake.behaviour = 'hangs';
    const first = store.get('project-7');
    const all = ids.map((id) => store.get(id));
    await pass();
    expect(decrypt.mock.calls.length).toBeLessThanOrEqual(8);
    fake.behaviour = 'ok';
    fake.answerAll();
    expect(await first).toEqual({ state: 'set', secret: 'secret of project-7' });
    expect((await Promise.all(all)).every(({ state }) => state === 'set')).toBe(true);
    expect(decrypt).toHaveBeenCalledTimes(1000);
  });

  it('by the thousand behind a lock cost one timer, and one reading once it opens', async () => {
    const file = newFile();
    const ids = Array.from({ length: 1000 }, (_, index) => `project-${index}`);
    const [fake, safeStorage] = fakeKeyStore();
    await open(file, safeStorage).write(new Map(ids.map((id) => [id, id])));
    const store = open(file, safeStorage);
    await pass();
    const told = vi.fn<() => void>();
    store.onChange(told);
    fake.behaviour = 'locked';
    const readings = await Promise.all(ids.map((id) => store.get(id)));
    expect(readings.every(({ state }) => state === 'locked')).toBe(true);
    expect(vi.getTimerCount()).toBe(1);
    fake.behaviour = 'ok';
    await pass(5001);
    expect(told).toHaveBeenCalledOnce();
  });

  it('S16 are encrypted later where they cannot be written now, and can still be read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'token-tray-secrets-'));
    folders.push(folder);
    let isHeld = true;
    const file = createSecretFile({
      folder,
      assertHeld: () => {
        if (!isHeld) throw new Error('The folder was taken over.');
      },
    });
    file.change(new Map([['a', { protection: 'file', value: SENTINEL }]]));
    isHeld = false;
    const [, safeStorage] = fakeKeyStore();
    const store = open(file, safeStorage);
    await pass();
    expect(await store.get('a')).toEqual({ state: 'set', secret: SENTINEL });
    expect(store.storage().protection).toBe('os');
  });
});
