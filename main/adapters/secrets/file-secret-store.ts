import type { SecretReading, SecretStore } from '../../core/ports.ts';
import type { EntryReading, SecretFile } from './secret-file.ts';

/**
 * Secrets in a file that only this user may read: what a host without a key store has. An entry that the
 * desktop app encrypted is `unreadable` here and stays as it is until a new secret is entered.
 */
export function createFileSecretStore(file: SecretFile): SecretStore {
  return {
    storage: () => ({
      protection: 'file',
      backend: 'file',
      notice: 'Secrets are stored without encryption, in a file that only this user may read.',
      path: file.path,
    }),
    get: (id) => Promise.resolve(toReading(file.read(id))),
    // `async`, so that what the file throws is a rejection, as for any other store.
    // oxlint-disable-next-line require-await
    async set(id, secret) {
      file.write(id, { protection: 'file', value: secret });
    },
    // oxlint-disable-next-line require-await
    async remove(id) {
      file.remove(id);
    },
    // A file does not unlock or appear: nothing ever changes by itself.
    onChange: () => () => {},
  };
}

function toReading(entry: EntryReading): SecretReading {
  if (entry.protection === 'file') return { state: 'set', secret: entry.value };
  return { state: entry.protection === 'missing' ? 'missing' : 'unreadable' };
}
