import { TokenTrayError } from '../../contract/errors.ts';
import type { SecretStorage } from '../../contract/host.ts';
import type { Log, SecretReading, SecretStore } from '../../core/ports.ts';
import {
  isKeyOfTheSystem,
  probeKeyStore,
  type AsyncSafeStorage,
  type KeyStore,
} from './electron-key-store.ts';
import type { SecretFile } from './secret-file.ts';

/** A key store that takes longer waits for a person, or is broken; the app goes on without it. */
const ANSWER_MS = 3000;
/** How soon a locked key store is asked again. */
const RETRY_MS = 5000;

const NOTICES: Record<SecretStorage['protection'], string> = {
  os: "Secrets are stored encrypted, with a key that the system's key store keeps.",
  file: 'Secrets are stored without encryption, in a file that only this user may read (mode 0600): no keyring answers on this system.',
  waiting: "Waiting for the system's key store. A secret can be saved once it answers.",
};

interface ElectronSecretStoreOptions {
  safeStorage: AsyncSafeStorage;
  file: SecretFile;
  log: Log;
  platform?: NodeJS.Platform;
  answerMs?: number;
  retryMs?: number;
}

export interface ElectronSecretStore extends SecretStore {
  close(): void;
}

/**
 * Secrets encrypted by Electron's safeStorage, in the file that both hosts use. Where the system has no key
 * store they stand in that file as they are, which `storage` says before one is saved; they are encrypted
 * as soon as there is one. A ciphertext that cannot be read is never replaced by anything but a new secret.
 */
export function createElectronSecretStore(
  options: ElectronSecretStoreOptions,
): ElectronSecretStore {
  const { safeStorage, file, log } = options;
  const { platform = process.platform, answerMs = ANSWER_MS, retryMs = RETRY_MS } = options;
  const listeners = new Set<() => void>();
  const reEncrypted = new Set<string>();
  const retries = new Map<string, NodeJS.Timeout>();
  let keyStore: KeyStore | undefined;
  let closed = false;

  const notify = (): void => {
    if (!closed) for (const listener of listeners) listener();
  };

  const probing = probeKeyStore(safeStorage, platform).then(async (found) => {
    keyStore = found;
    log('info', 'The key store answered.', { ...found });
    notify();
    if (found.protection === 'os') await encryptPlainEntries();
    return found;
  });

  const encrypt = async (secret: string): Promise<string> => {
    const ciphertext = await safeStorage.encryptStringAsync(secret);
    if (!isKeyOfTheSystem(ciphertext, platform)) {
      throw new Error('The key store is gone.');
    }
    return ciphertext.toString('base64');
  };

  /** What was saved while there was no keyring. An entry is replaced only once its ciphertext was read back. */
  const encryptPlainEntries = async (): Promise<void> => {
    for (const id of file.ids()) {
      const entry = file.read(id);
      if (entry.protection !== 'file') continue;
      try {
        const ciphertext = await encrypt(entry.value);
        const { result } = await safeStorage.decryptStringAsync(Buffer.from(ciphertext, 'base64'));
        const current = file.read(id);
        const isUnchanged = current.protection === 'file' && current.value === entry.value;
        if (result === entry.value && isUnchanged) file.write(id, { protection: 'os', ciphertext });
      } catch (error) {
        log('warning', 'A secret could not be encrypted yet.', { id, reason: reasonOf(error) });
      }
    }
  };

  const decrypt = async (id: string, ciphertext: string): Promise<SecretReading> => {
    try {
      const bytes = Buffer.from(ciphertext, 'base64');
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(bytes);
      if (shouldReEncrypt) void reEncrypt(id, ciphertext);
      return { state: 'set', secret: result };
    } catch (error) {
      return { state: isTemporary(error) ? 'locked' : 'unreadable' };
    }
  };

  /** The key was rotated. Once per run; where it fails the old ciphertext stays, which can still be read. */
  const reEncrypt = async (id: string, ciphertext: string): Promise<void> => {
    if (reEncrypted.has(id)) return;
    reEncrypted.add(id);
    try {
      // Electron gives the value under the new key only to a second call.
      const { result } = await safeStorage.decryptStringAsync(Buffer.from(ciphertext, 'base64'));
      const renewed = await encrypt(result);
      const current = file.read(id);
      if (current.protection === 'os' && current.ciphertext === ciphertext) {
        file.write(id, { protection: 'os', ciphertext: renewed });
      }
    } catch (error) {
      log('warning', 'A secret could not be encrypted again.', { id, reason: reasonOf(error) });
    }
  };

  /** Asks a locked key store again until it answers, and then has the readings taken again. */
  const retry = (id: string, ciphertext: string): void => {
    if (closed || retries.has(id)) return;
    const askAgain = async (): Promise<void> => {
      const reading = await decrypt(id, ciphertext);
      retries.delete(id);
      if (reading.state === 'locked') retry(id, ciphertext);
      else notify();
    };
    const timer = setTimeout(() => {
      void askAgain();
    }, retryMs);
    timer.unref();
    retries.set(id, timer);
  };

  const readEncrypted = async (id: string, ciphertext: string): Promise<SecretReading> => {
    const decrypting = decrypt(id, ciphertext);
    const reading = await within(decrypting, answerMs);
    if (reading === LATE) {
      void decrypting.then(notify);
      return { state: 'waiting' };
    }
    if (reading.state === 'locked') retry(id, ciphertext);
    return reading;
  };

  return {
    storage: () => {
      const protection = keyStore?.protection ?? 'waiting';
      return {
        protection,
        backend: keyStore?.backend ?? 'waiting',
        notice: NOTICES[protection],
        path: file.path,
      };
    },
    async get(id) {
      const entry = file.read(id);
      switch (entry.protection) {
        case 'missing':
          return { state: 'missing' };
        case 'file':
          return { state: 'set', secret: entry.value };
        case 'os':
          return readEncrypted(id, entry.ciphertext);
        case 'unknown':
        case 'unreadable':
          return { state: 'unreadable' };
      }
    },
    async set(id, secret) {
      const found = await within(probing, answerMs);
      if (found === LATE)
        throw unwritable('The key store does not answer. Unlock it and try again.');
      if (found.protection === 'file') {
        file.write(id, { protection: 'file', value: secret });
        return;
      }
      const encrypting = encrypt(secret).catch((error: unknown) => {
        throw unwritable(`The key store refused: ${reasonOf(error)}`);
      });
      const ciphertext = await within(encrypting, answerMs);
      if (ciphertext === LATE) {
        // Whatever it answers later: the person was told that nothing was saved.
        encrypting.catch(() => {});
        throw unwritable('The key store does not answer. Unlock it and try again.');
      }
      file.write(id, { protection: 'os', ciphertext });
    },
    // `async`, so that what the file throws is a rejection.
    // oxlint-disable-next-line require-await
    async remove(id) {
      file.remove(id);
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close: () => {
      closed = true;
      for (const timer of retries.values()) clearTimeout(timer);
    },
  };
}

/** Electron's words for a key store that is there and locked. */
function isTemporary(error: unknown): boolean {
  return error instanceof Error && /temporarily unavailable/i.test(error.message);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}

function unwritable(reason: string): TokenTrayError {
  return new TokenTrayError('secret_unwritable', { reason });
}

const LATE = Symbol('late');

/** What `promise` answers, or `LATE` after `ms`. The promise goes on; whoever holds it may still wait for it. */
async function within<Value>(promise: Promise<Value>, ms: number): Promise<Value | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => {
      resolve(LATE);
    }, ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
