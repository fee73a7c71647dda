import { randomBytes } from 'node:crypto';
import { TokenTrayError } from '../../contract/errors.ts';
import { secretIdOf, type Project, type SecretView } from '../../contract/project.ts';
import type { SecretReading, SecretStore } from '../ports.ts';
import { LOCAL_LIVEKIT } from './new-project.ts';

/** A hint is shown only if it hides most of the secret. */
const MIN_LENGTH_FOR_HINT = 16;
const HINT_LENGTH = 4;

/** The secrets as they were last read, so that minting need not wait for a key store. */
export interface Vault {
  /** The secret to sign with for `project`, or why there is none. */
  read(project: Project): SecretReading;
  view(project: Project): SecretView;
  /** Any stored secret by its own id, such as the LAN key. */
  readId(id: string): SecretReading;
  /** Every secret in use that is long enough not to be a word by chance. */
  secrets(): string[];
}

/** The vault with the ways to fill it. */
export interface FillableVault extends Vault {
  /** Reads from the store. What is adopted meanwhile is newer and stays. */
  load(ids: readonly string[]): Promise<void>;
  /** Takes what a change has written: texts, and `undefined` for what is gone. */
  adopt(changes: ReadonlyMap<string, string | undefined>): void;
  /** Holds a secret that came from the environment: in memory only. */
  hold(id: string, secret: string): void;
}

export function createVault(store: Pick<SecretStore, 'get'>): FillableVault {
  const readings = new Map<string, SecretReading>();
  const held = new Map<string, SecretReading>();

  const readId = (id: string): SecretReading =>
    held.get(id) ?? readings.get(id) ?? { state: 'waiting' };

  const read = (project: Project): SecretReading => {
    const reading = readId(secretIdOf(project));
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
    secrets: () =>
      [...readings.values(), ...held.values()].flatMap((reading) =>
        reading.state === 'set' && reading.secret.length >= MIN_LENGTH_FOR_HINT
          ? [reading.secret]
          : [],
      ),
    async load(ids) {
      const before = new Map(ids.map((id) => [id, readings.get(id)]));
      await Promise.all(
        ids.map(async (id) => {
          const reading = await store.get(id);
          if (readings.get(id) === before.get(id)) readings.set(id, reading);
        }),
      );
    },
    adopt(changes) {
      for (const [id, secret] of changes) {
        readings.set(id, secret === undefined ? { state: 'missing' } : { state: 'set', secret });
      }
    },
    hold(id, secret) {
      held.set(id, { state: 'set', secret });
    },
  };
}

/** The LAN key's id among the secrets. */
export const LAN_KEY_ID = 'lan-key';

/** 192 random bits. */
export function newLanKey(): string {
  return randomBytes(24).toString('base64url');
}

/**
 * The secrets of a change that needs a LAN key: a new key where there is none, else nothing. Throws
 * `lan_key_waiting` where there may be one that cannot be read now.
 */
export function lanKeyIfMissing(vault: Vault): ReadonlyMap<string, string> {
  const { state } = vault.readId(LAN_KEY_ID);
  if (state === 'waiting' || state === 'locked') throw new TokenTrayError('lan_key_waiting');
  return new Map(state === 'set' ? [] : [[LAN_KEY_ID, newLanKey()]]);
}

/** The secret of `project`. Throws why it cannot be had now. */
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
