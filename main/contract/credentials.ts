import type { CredentialField } from './judge-credentials.ts';

/** Where a value was read: the file or paste, the line (from 1), and the variable or field that held it. */
export interface ValueOrigin {
  source: string;
  line?: number;
  name?: string;
}

/** What a person should know of a reading, one sentence each. No sentence holds a secret. */
export interface ReadingNote {
  kind: 'left_out' | 'repaired' | 'doubtful' | 'info';
  message: string;
  source?: string;
  line?: number;
  /** The index of the project it is about, where it is about one. */
  project?: number;
}

/** What kind of text a project came from. */
export const READING_KINDS = [
  'lk',
  'env',
  'livekit-yaml',
  'compose',
  'yaml',
  'json',
  'toml',
  'command',
  'token',
  'text',
] as const;
export type ReadingKind = (typeof READING_KINDS)[number];

/** What a token that was pasted says about whom it was made for. */
export interface ReadDefaults {
  room?: string;
  name?: string;
  metadata?: string;
  attributes?: Record<string, string>;
}

/** A project as it was read, its secret masked. Fields that were not found are in `missing`. */
export interface ReadProject {
  index: number;
  kind: ReadingKind;
  name: string;
  url?: ValueOrigin & { value: string };
  apiKey?: ValueOrigin & { value: string };
  /** `hint`: the last four characters, where the secret is long enough that they give nothing away. */
  apiSecret?: ValueOrigin & { hint?: string };
  missing: CredentialField[];
  /** Whether the file names it as the one to use. */
  isDefault: boolean;
  defaults?: ReadDefaults;
  /** The project kept already with this URL and key, and whether its secret is another one. */
  known?: { id: string; name: string; otherSecret: boolean };
}

/**
 * What was understood of a text. The host keeps the secrets under `id` until `expiresAt` (milliseconds
 * since the epoch); `project.create` and `project.update` take them from there by id and index.
 */
export interface CredentialsReading {
  id: string;
  projects: ReadProject[];
  notes: ReadingNote[];
  expiresAt: number;
}
