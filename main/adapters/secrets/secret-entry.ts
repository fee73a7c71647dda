import * as v from 'valibot';

/** A secret as it stands in the file, with how it is protected. */
export const SecretEntrySchema = v.variant('protection', [
  /** Protected by the file's mode alone. */
  v.strictObject({ protection: v.literal('file'), value: v.string() }),
  /** Encrypted with a key of the system's key store; base64. */
  v.strictObject({ protection: v.literal('os'), ciphertext: v.string() }),
]);

export type SecretEntry = v.InferOutput<typeof SecretEntrySchema>;

/** An entry as read: one of a kind that this version does not know is kept, and never understood. */
export type StoredEntry = SecretEntry | { protection: 'unknown' };

export function toStoredEntry(value: unknown): StoredEntry {
  const result = v.safeParse(SecretEntrySchema, value);
  return result.success ? result.output : { protection: 'unknown' };
}
