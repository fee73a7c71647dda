import { randomBytes } from 'node:crypto';
import { TokenTrayError } from '../../contract/errors.ts';
import type { Project, SecretView } from '../../contract/project.ts';
import type { SecretReading, SecretStore } from '../ports.ts';
import { LOCAL_LIVEKIT } from './new-project.ts';

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

/** Where the LAN key sits among the secrets. */
export const LAN_KEY_ID = 'lan-key';

/** 192 random bits. */
export function newLanKey(): string {
  return randomBytes(24).toString('base64url');
}

/** The LAN key, made when there is none. Throws `secret_unwritable` where it could not be kept. */
export async function ensureLanKey(vault: Vault): Promise<string> {
  const reading = vault.readId(LAN_KEY_ID);
  if (reading.state === 'set') return reading.secret;
  const key = newLanKey();
  await vault.set(LAN_KEY_ID, key);
  return key;
}

/** The secret of `project`; throws the code that says why there is none to be had now. */
export function requireSecret(vault: Vault, project: Project): string {
  const reading = vault.read(project);
  switch (reading.state) {
    case 'set':
      return reading.secret;
    case 'missing':
      throw new TokenTrayError('secret_missing', { project: project.name, what: 'API secret' });
    case 'waiting':
      throw new TokenTrayError('secret_waiting', { project: project.name });
    case 'locked':
      throw new TokenTrayError('secret_locked', { project: project.name });
    case 'unreadable':
      throw new TokenTrayError('secret_unreadable', { project: project.name });
  }
}
