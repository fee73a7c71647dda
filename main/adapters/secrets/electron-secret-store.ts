import { TokenTrayError } from '../../contract/errors.ts';
import type { SecretStorage } from '../../contract/host-description.ts';
import type { Log, SecretReading, SecretStore } from '../../core/ports.ts';
import {
  isKeyOfTheSystem,
  LATE,
  limitConcurrency,
  probeKeyStore,
  within,
  type AsyncSafeStorage,
  type KeyStore,
} from './electron-key-store.ts';
import type { SecretEntry, SecretFile } from './secret-file.ts';

/** A key store that takes longer is waiting for the user, or is broken; the app goes on without it. */
const ANSWER_MS = 3000;
/** How soon a locked key store is asked again. */
const RETRY_MS = 5000;
/** The first secrets are read first; thousands at once would all come late. */
const DECRYPTIONS_AT_ONCE = 8;

const NO_ANSWER = 'The key store does not answer. Unlock it and try again.';

const REFUSED =
  "The system's key store refuses. On macOS start Token Tray again, and choose Always Allow when it asks for the Keychain.";

const NOTICES: Record<SecretStorage['protection'], string> = {
  os: "Secrets are stored encrypted, with a key that the system's key store keeps.",
  file: 'Secrets are stored without encryption, in a file that only this user may read (mode 0600): no keyring answers on this system.',
  refused: `No new secret can be saved, and those saved before are kept as they are. ${REFUSED}`,
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
 * Secrets encrypted by Electron's safeStorage, in the file that both hosts use. Without a key store, which can
 * happen on Linux, they are written unencrypted, which `storage` says before the first is saved, and encrypted as
 * soon as there is one. A ciphertext that cannot be read is only ever replaced by a new secret. Only the secrets
 * that need the key store wait for it, `answerMs` at most.
 */
export function createElectronSecretStore(
  options: ElectronSecretStoreOptions,
): ElectronSecretStore {
  const { safeStorage, file, log } = options;
  const { platform = process.platform, answerMs = ANSWER_MS, retryMs = RETRY_MS } = options;
  const listeners = new Set<() => void>();
  const reEncrypted = new Set<string>();
  /** What was decrypted, by id, with its ciphertext: a pending decryption is waited for, never repeated. */
  const decrypted = new Map<string, { ciphertext: string; reading: Promise<SecretReading> }>();
  const inTurn = limitConcurrency(DECRYPTIONS_AT_ONCE);
  let keyStore: KeyStore | undefined;
  let retryTimer: NodeJS.Timeout | undefined;
  let notifying: NodeJS.Immediate | undefined;
  let closed = false;

  /** Once for all that arrive together: each time, every secret is read again. */
  const notify = (): void => {
    if (closed) return;
    notifying ??= setImmediate(() => {
      notifying = undefined;
      for (const listener of listeners) listener();
    });
  };

  const probe = async (): Promise<KeyStore> => {
    const found = await probeKeyStore(safeStorage, platform);
    keyStore = found;
    log('info', 'The key store answered.', { ...found });
    notify();
    if (found.protection === 'os') await encryptPlainEntries();
    return found;
  };

  const encrypt = async (secret: string): Promise<string> => {
    const ciphertext = await safeStorage.encryptStringAsync(secret);
    if (!isKeyOfTheSystem(ciphertext, platform)) {
      throw new Error('The key store is gone.');
    }
    return ciphertext.toString('base64');
  };

  /** Encrypts what was saved without a keyring. An entry is replaced only once its ciphertext was read back. */
  const encryptPlainEntries = async (): Promise<void> => {
    const encrypted = new Map<string, { value: string; ciphertext: string }>();
    for (const id of file.ids()) {
      const entry = file.read(id);
      if (entry.protection !== 'file') continue;
      try {
        const ciphertext = await encrypt(entry.value);
        const { result } = await safeStorage.decryptStringAsync(Buffer.from(ciphertext, 'base64'));
        if (result === entry.value) encrypted.set(id, { value: result, ciphertext });
      } catch (error) {
        log('warning', 'A secret could not be encrypted yet.', { id, reason: reasonOf(error) });
      }
    }
    const unchanged = [...encrypted].filter(([id, { value }]) => {
      const current = file.read(id);
      return current.protection === 'file' && current.value === value;
    });
    if (unchanged.length === 0) return;
    try {
      file.change(
        new Map(unchanged.map(([id, { ciphertext }]) => [id, { protection: 'os', ciphertext }])),
      );
    } catch (error) {
      log('warning', 'Secrets could not be encrypted yet.', { reason: reasonOf(error) });
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

  /** Only a success is kept; anything else is tried again by the next reading. */
  const decryptOnce = (id: string, ciphertext: string): Promise<SecretReading> => {
    const known = decrypted.get(id);
    if (known?.ciphertext === ciphertext) return known.reading;
    const reading = inTurn(() => decrypt(id, ciphertext)).then((outcome) => {
      if (outcome.state !== 'set' && decrypted.get(id)?.reading === reading) decrypted.delete(id);
      return outcome;
    });
    decrypted.set(id, { ciphertext, reading });
    return reading;
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
        file.change(new Map([[id, { protection: 'os', ciphertext: renewed }]]));
      }
    } catch (error) {
      log('warning', 'A secret could not be encrypted again.', { id, reason: reasonOf(error) });
    }
  };

  /** Asks a locked key store for one secret until it answers, and then has all readings taken again. */
  const retryLater = (id: string, ciphertext: string): void => {
    if (closed || retryTimer !== undefined) return;
    const askAgain = async (): Promise<void> => {
      const { state } = await decryptOnce(id, ciphertext);
      retryTimer = undefined;
      if (state === 'locked') retryLater(id, ciphertext);
      else notify();
    };
    retryTimer = setTimeout(() => {
      void askAgain();
    }, retryMs);
    retryTimer.unref();
  };

  const readEncrypted = async (id: string, ciphertext: string): Promise<SecretReading> => {
    const decrypting = decryptOnce(id, ciphertext);
    const reading = await within(decrypting, answerMs);
    if (reading === LATE) {
      void decrypting.then(notify);
      return { state: 'waiting' };
    }
    if (reading.state === 'locked') retryLater(id, ciphertext);
    return reading;
  };

  /** The entries of new secrets, encrypted where there is a key store. Throws where it does not answer in time. */
  const protect = async (
    secrets: readonly [id: string, secret: string][],
  ): Promise<[id: string, entry: SecretEntry][]> => {
    if (secrets.length === 0) return [];
    // Saving again may mean that the user would now allow what they denied before.
    if (keyStore?.protection === 'refused') probing = probe();
    const found = await within(probing, answerMs);
    if (found === LATE) throw unwritable(NO_ANSWER);
    if (found.protection === 'refused') throw unwritable(REFUSED);
    if (found.protection === 'file') {
      return secrets.map(([id, value]) => [id, { protection: 'file', value }]);
    }
    const encrypting = Promise.all(secrets.map(([, secret]) => encrypt(secret))).catch(
      (error: unknown) => {
        throw unwritable(`The key store refused: ${reasonOf(error)}`);
      },
    );
    const ciphertexts = await within(encrypting, answerMs);
    if (ciphertexts === LATE) {
      // The user was told that nothing was saved, so a late answer is dropped.
      encrypting.catch(() => {});
      throw unwritable(NO_ANSWER);
    }
    return secrets.map(([id], index) => [
      id,
      { protection: 'os', ciphertext: ciphertexts[index] ?? '' },
    ]);
  };

  const write: ElectronSecretStore['write'] = async (changes) => {
    const removed = [...changes].filter(([, secret]) => secret === undefined);
    const secrets = [...changes].flatMap(([id, secret]): [string, string][] =>
      secret === undefined ? [] : [[id, secret]],
    );
    const entries = await protect(secrets);
    const undo = file.change(
      new Map([...removed.map(([id]) => [id, undefined] as const), ...entries]),
    );
    for (const id of changes.keys()) decrypted.delete(id);
    // oxlint-disable-next-line require-await -- the file's errors must be rejections
    return async () => {
      undo();
    };
  };

  let probing = probe();
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
    ids: () => file.ids(),
    write,
    onChange: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close: () => {
      closed = true;
      clearTimeout(retryTimer);
      clearImmediate(notifying);
    },
  };
}

/** How Electron says that a key store is locked. */
function isTemporary(error: unknown): boolean {
  return error instanceof Error && /temporarily unavailable/i.test(error.message);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}

function unwritable(reason: string): TokenTrayError {
  return new TokenTrayError('secret_unwritable', { reason });
}
