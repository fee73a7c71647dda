import type { SafeStorage } from 'electron';

/** The asynchronous half of Electron's safeStorage; the other half is gone in Electron 46. */
export type AsyncSafeStorage = Pick<
  SafeStorage,
  | 'isAsyncEncryptionAvailable'
  | 'encryptStringAsync'
  | 'decryptStringAsync'
  | 'getSelectedStorageBackend'
>;

/** Whether the system's key store keeps the key that secrets are encrypted with. */
export interface KeyStore {
  /**
   * `os`: it does. `file`: the system has no key store, as on many Linux desktops, and encrypting would only
   * obscure. `refused`: there is one (always on macOS and Windows), but it denies access.
   */
  protection: 'os' | 'file' | 'refused';
  /** What it is, as a label. */
  backend: string;
}

/** Any text will do; only the form of its ciphertext matters. */
const PROBE = 'token-tray';

/**
 * Finds out what encryption is worth here. Electron says "available" even if its key is the same on every
 * machine, so the ciphertext decides: on Linux its first three letters name the key's source. Never rejects;
 * stays pending until the key store answers.
 */
export async function probeKeyStore(
  safeStorage: AsyncSafeStorage,
  platform: NodeJS.Platform,
): Promise<KeyStore> {
  const otherwise = platform === 'linux' ? 'file' : 'refused';
  try {
    if (!(await safeStorage.isAsyncEncryptionAvailable()))
      return {
        protection: otherwise,
        backend: platform === 'linux' ? 'none' : backendOf(safeStorage, platform),
      };
    const ciphertext = await safeStorage.encryptStringAsync(PROBE);
    const backend = backendOf(safeStorage, platform);
    return isKeyOfTheSystem(ciphertext, platform)
      ? { protection: 'os', backend: backend === 'basic_text' ? 'secret_service' : backend }
      : { protection: otherwise, backend };
  } catch {
    return { protection: otherwise, backend: backendOf(safeStorage, platform) };
  }
}

/**
 * On Linux `v11` is a key of the Secret Service or KWallet, and `v12` one of the desktop portal; `v10` is the
 * fixed key. On macOS and Windows there is always a key store behind.
 */
export function isKeyOfTheSystem(ciphertext: Uint8Array, platform: NodeJS.Platform): boolean {
  if (platform !== 'linux') return ciphertext.length > 0;
  const version = Buffer.from(ciphertext.subarray(0, 3)).toString('latin1');
  return version === 'v11' || version === 'v12';
}

/** On Linux the label comes from the desktop's name, not from what answered, so it decides nothing. */
function backendOf(safeStorage: AsyncSafeStorage, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'keychain';
  if (platform === 'win32') return 'dpapi';
  try {
    return safeStorage.getSelectedStorageBackend();
  } catch {
    return 'none';
  }
}

/** Runs at most `limit` tasks at a time, in the order they came: the first secret asked for is the first read. */
export function limitConcurrency(
  limit: number,
): <Value>(task: () => Promise<Value>) => Promise<Value> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

export const LATE = Symbol('late');

/** What `promise` answers, or `LATE` after `ms`. The promise goes on. */
export async function within<Value>(
  promise: Promise<Value>,
  ms: number,
): Promise<Value | typeof LATE> {
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
