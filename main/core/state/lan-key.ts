import { randomBytes } from 'node:crypto';
import type { Vault } from './vault.ts';

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
