import type { Project, SecretView } from '../../contract/project.ts';
import type { SecretReading, SecretStore } from '../ports.ts';
import { LOCAL_LIVEKIT } from './seed.ts';

/** A hint is shown only where it leaves most of the secret unsaid. */
const MIN_LENGTH_FOR_HINT = 16;
const HINT_LENGTH = 4;

/** The secrets as they were last read, so that minting need not wait for a key store. */
export interface Vault {
  /** The secret to sign with for `project`, or why there is none. */
  read(project: Project): SecretReading;
  view(project: Project): SecretView;
  /** Any stored secret by its own id, such as the LAN key. */
  readId(id: string): SecretReading;
  load(ids: readonly string[]): Promise<void>;
  set(id: string, secret: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Every secret in use that is long enough not to be a word by chance. */
  secrets(): string[];
  /** Holds a secret that came from the environment: in memory only. */
  hold(id: string, secret: string): void;
}

export function createVault(store: SecretStore): Vault {
  const readings = new Map<string, SecretReading>();
  const held = new Map<string, SecretReading>();

  const readId = (id: string): SecretReading =>
    held.get(id) ?? readings.get(id) ?? { state: 'waiting' };

  const read = (project: Project): SecretReading => {
    const reading = readId(project.id);
    const isLocal = project.source === 'local' && project.apiKey === LOCAL_LIVEKIT.apiKey;
    if (isLocal && (reading.state === 'missing' || reading.state === 'waiting')) {
      return { state: 'set', secret: LOCAL_LIVEKIT.apiSecret };
    }
    return reading;
  };

  return {
    read,
    readId,
    view(project) {
      const reading = read(project);
      if (reading.state !== 'set') return { state: reading.state };
      const { secret } = reading;
      return secret.length < MIN_LENGTH_FOR_HINT
        ? { state: 'set' }
        : { state: 'set', hint: secret.slice(-HINT_LENGTH) };
    },
    async load(ids) {
      await Promise.all(
        ids.map(async (id) => {
          readings.set(id, await store.get(id));
        }),
      );
    },
    async set(id, secret) {
      await store.set(id, secret);
      readings.set(id, { state: 'set', secret });
    },
    async remove(id) {
      await store.remove(id);
      readings.set(id, { state: 'missing' });
    },
    secrets: () =>
      [...readings.values(), ...held.values()].flatMap((reading) =>
        reading.state === 'set' && reading.secret.length >= MIN_LENGTH_FOR_HINT
          ? [reading.secret]
          : [],
      ),
    hold(id, secret) {
      held.set(id, { state: 'set', secret });
    },
  };
}
