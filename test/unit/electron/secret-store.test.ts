import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { AsyncSafeStorage } from '../../../main/adapters/secrets/electron-key-store.ts';
import {
  createElectronSecretStore,
  type ElectronSecretStore,
} from '../../../main/adapters/secrets/electron-secret-store.ts';
import { createSecretFile, type SecretFile } from '../../../main/adapters/secrets/secret-file.ts';

const SENTINEL = 'sentinel-secret-6b1f0c7e4d2a4c3f';

/** A key store with a mind of its own. Its ciphertexts are the text backwards, behind a version and a key. */
interface FakeKeyStore {
  version: string;
  key: string;
  behaviour: 'ok' | 'locked' | 'hangs' | 'absent';
  shouldReEncrypt: boolean;
  encrypted: number;
  answerAll(): void;
}

function fakeKeyStore(changes: Partial<FakeKeyStore> = {}): [FakeKeyStore, AsyncSafeStorage] {
  let waiting: (() => void)[] = [];
  const fake: FakeKeyStore = {
    version: 'v11',
    key: 'k1',
    behaviour: 'ok',
    shouldReEncrypt: false,
    encrypted: 0,
    answerAll: () => {
      for (const answer of waiting) answer();
      waiting = [];
    },
    ...changes,
  };
  const answer = async (): Promise<void> => {
    if (fake.behaviour === 'hangs') await new Promise<void>((resolve) => waiting.push(resolve));
    if (fake.behaviour === 'absent') throw new Error('Encryption is not available.');
    if (fake.behaviour === 'locked') throw new Error('Encryption is temporarily unavailable.');
  };
  return [
    fake,
    {
      isAsyncEncryptionAvailable: async () => true,
      getSelectedStorageBackend: () => 'gnome_libsecret',
      encryptStringAsync: async (text) => {
        await answer();
        fake.encrypted += 1;
        return Buffer.from(`${fake.version}${fake.key}:${text.split('').toReversed().join('')}`);
      },
      decryptStringAsync: async (ciphertext) => {
        await answer();
        const [head = '', body = ''] = ciphertext.toString().split(':');
        if (head.slice(3) !== fake.key) throw new Error('Error while decrypting the ciphertext.');
        const result = body.split('').toReversed().join('');
        return { result, shouldReEncrypt: fake.shouldReEncrypt };
      },
    },
  ];
}

const stores: ElectronSecretStore[] = [];
const folders: string[] = [];

afterEach(() => {
  for (const store of stores.splice(0)) store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFile(): SecretFile {
  const folder = mkdtempSync(join(tmpdir(), 'token-tray-secrets-'));
  folders.push(folder);
  return createSecretFile({ folder });
}

function open(file: SecretFile, safeStorage: AsyncSafeStorage): ElectronSecretStore {
  const store = createElectronSecretStore({
    safeStorage,
    file,
    log: () => {},
    platform: 'linux',
    answerMs: 60,
    retryMs: 20,
  });
  stores.push(store);
  return store;
}

async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  await expect.poll(check, { timeout: 5000, interval: 10 }).toBe(true);
}

describe('secrets on the desktop', () => {
  it('E15 S3 are ciphertext at rest where there is a key store', async () => {
    const file = newFile();
    const [, safeStorage] = fakeKeyStore();
    const store = open(file, safeStorage);
    await store.set('a', SENTINEL);
    expect(await store.get('a')).toEqual({ state: 'set', secret: SENTINEL });
    expect(readFileSync(file.path, 'utf8')).not.toContain(SENTINEL);
    expect(store.storage()).toMatchObject({ protection: 'os', backend: 'gnome_libsecret' });
  });

  it.each([
    ['the fixed key of every Linux', { version: 'v10' }],
    ['no key store at all', { behaviour: 'absent' as const }],
  ])(
    'E16 say that they are not encrypted, and stand in a 0600 file, with %s',
    async (_what, fake) => {
      const file = newFile();
      const [, safeStorage] = fakeKeyStore(fake);
      const store = open(file, safeStorage);
      await until(() => store.storage().protection === 'file');
      expect(store.storage().notice).toContain('without encryption');
      expect(store.storage().notice).toContain('0600');
      await store.set('a', SENTINEL);
      expect(await store.get('a')).toEqual({ state: 'set', secret: SENTINEL });
      expect(file.read('a')).toEqual({ protection: 'file', value: SENTINEL });
      expect(statSync(file.path).mode & 0o777).toBe(0o600);
    },
  );

  it('E16 are encrypted as soon as a key store is there, each read back first', async () => {
    const file = newFile();
    const [, without] = fakeKeyStore({ behaviour: 'absent' });
    await open(file, without).set('a', SENTINEL);

    const [, safeStorage] = fakeKeyStore();
    const store = open(file, safeStorage);
    await until(() => file.read('a').protection === 'os');
    expect(readFileSync(file.path, 'utf8')).not.toContain(SENTINEL);
    expect(await store.get('a')).toEqual({ state: 'set', secret: SENTINEL });
  });

  it('E16 stay as they are where their ciphertext cannot be read back', async () => {
    const file = newFile();
    file.write('a', { protection: 'file', value: SENTINEL });
    const [fake, safeStorage] = fakeKeyStore();
    const store = open(file, {
      ...safeStorage,
      decryptStringAsync: async () => {
        throw new Error('The key changed.');
      },
    });
    await until(() => fake.encrypted === 2);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await store.get('a')).toEqual({ state: 'set', secret: SENTINEL });
    expect(file.read('a')).toEqual({ protection: 'file', value: SENTINEL });
  });

  it('E17 of another key are unreadable, kept byte for byte, and no trouble to the others', async () => {
    const file = newFile();
    const [fake, safeStorage] = fakeKeyStore();
    const store = open(file, safeStorage);
    await store.set('a', SENTINEL);
    await store.set('b', 'other');
    const before = file.read('a');
    fake.key = 'k2';
    await store.set('b', 'other');
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
    await store.set('a', SENTINEL);
    fake.behaviour = 'locked';
    expect(await store.get('a')).toEqual({ state: 'locked' });
    let told = 0;
    store.onChange(() => {
      told += 1;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(told).toBe(0);
    fake.behaviour = 'ok';
    await until(() => told === 1);
    expect(await store.get('a')).toEqual({ state: 'set', secret: SENTINEL });
  });

  it('E18 are encrypted anew once when the key was rotated', async () => {
    const file = newFile();
    const [fake, safeStorage] = fakeKeyStore();
    const store = open(file, safeStorage);
    await store.set('a', SENTINEL);
    const before = file.read('a');
    fake.shouldReEncrypt = true;
    fake.version = 'v12';
    await store.get('a');
    await until(() => JSON.stringify(file.read('a')) !== JSON.stringify(before));
    const renewed = file.read('a');
    const encrypted = fake.encrypted;
    expect(await store.get('a')).toEqual({ state: 'set', secret: SENTINEL });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(file.read('a')).toEqual(renewed);
    expect(fake.encrypted).toBe(encrypted);
  });

  it('E18 keep the old ciphertext where the new one fails', async () => {
    const file = newFile();
    const [fake, safeStorage] = fakeKeyStore();
    await open(file, safeStorage).set('a', SENTINEL);
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
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(file.read('a')).toEqual(before);
  });

  it('E19 R25 wait for a key store that hangs without holding up anything, and arrive when it answers', async () => {
    const file = newFile();
    const [fake, safeStorage] = fakeKeyStore();
    await open(file, safeStorage).set('a', SENTINEL);
    fake.behaviour = 'hangs';
    const store = open(file, safeStorage);
    expect(store.storage().protection).toBe('waiting');
    const startedAt = performance.now();
    expect(await store.get('a')).toEqual({ state: 'waiting' });
    expect(performance.now() - startedAt).toBeLessThan(2000);
    await expect(store.set('b', 'new')).rejects.toMatchObject({
      failure: { code: 'secret_unwritable' },
    });

    let told = 0;
    store.onChange(() => {
      told += 1;
    });
    fake.behaviour = 'ok';
    fake.answerAll();
    await until(() => told >= 1 && store.storage().protection === 'os');
    expect(await store.get('a')).toEqual({ state: 'set', secret: SENTINEL });
    expect(file.read('b')).toEqual({ protection: 'missing' });
  });

  it('S16 that cannot be encrypted are an error with a reason, and nothing is saved', async () => {
    const file = newFile();
    const [fake, safeStorage] = fakeKeyStore();
    const store = open(file, safeStorage);
    await until(() => store.storage().protection === 'os');
    fake.behaviour = 'locked';
    await expect(store.set('a', SENTINEL)).rejects.toMatchObject({
      failure: { code: 'secret_unwritable' },
    });
    fake.behaviour = 'ok';
    fake.version = 'v10';
    await expect(store.set('a', SENTINEL)).rejects.toMatchObject({
      failure: { code: 'secret_unwritable' },
    });
    expect(file.read('a')).toEqual({ protection: 'missing' });
  });

  it('E19 that were given up are not saved when the key store answers after all', async () => {
    const file = newFile();
    const [fake, safeStorage] = fakeKeyStore();
    const store = open(file, safeStorage);
    await until(() => store.storage().protection === 'os');
    fake.behaviour = 'hangs';
    await expect(store.set('a', SENTINEL)).rejects.toMatchObject({
      failure: { code: 'secret_unwritable' },
    });
    fake.answerAll();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(file.read('a')).toEqual({ protection: 'missing' });
  });
});
