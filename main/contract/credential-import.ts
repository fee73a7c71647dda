import type { CredentialField } from './judge-credentials.ts';

/** Where a value was read: the file or paste, the line (from 1), and the variable or field that held it. */
export interface ValueOrigin {
  source: string;
  line?: number;
  name?: string;
}

/** What a person should know about a reading, one sentence each, without secrets. */
export interface ReadingNote {
  kind: 'left_out' | 'repaired' | 'doubtful' | 'info';
  message: string;
  source?: string;
  line?: number;
  /** The index of the project it is about, where it is about one. */
  project?: number;
}

/** What kind of text a project came from. */
export type ReadingKind =
  | 'lk'
  | 'env'
  | 'livekit-yaml'
  | 'compose'
  | 'yaml'
  | 'json'
  | 'toml'
  | 'command'
  | 'token'
  | 'text';

/** What a pasted token says about its participant. */
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
  /** The project here with this URL and key, and whether its secret differs. */
  known?: { id: string; name: string; otherSecret: boolean };
}

/**
 * What was understood of a text. The host keeps the secrets under `id` until `expiresAt` (milliseconds since the
 * epoch); `project.create` and `project.update` take them by id and index.
 */
export interface CredentialsReading {
  id: string;
  projects: ReadProject[];
  notes: ReadingNote[];
  expiresAt: number;
}

/** A place on this machine that holds LiveKit projects, offered by name. No secret is in it. */
export interface FoundSource {
  id: string;
  kind: ReadingKind;
  path: string;
  projects: { name: string; url: string; apiKey: string; isDefault: boolean; known: boolean }[];
  /** What a person should know about the file, such as that other users of this machine can read it. */
  warnings?: string[];
}

/** What an import did. Nothing is skipped without a line that says why. */
export interface ImportReport {
  added: string[];
  updated: string[];
  skipped: { name: string; reason: string }[];
  warnings: string[];
}

/**
 * Something in a file that would let more callers in or replace a key. It is taken only if its id is in the import's
 * `accept`.
 */
export interface ImportQuestion {
  /** Stable for the same file and state, such as `server.lan` or `project:<id>`. */
  id: string;
  /** `access`: more callers could get tokens. `replace`: a project here would lose its URL, key or secret. */
  kind: 'access' | 'replace';
  /** One sentence: what the file would change. */
  message: string;
}

/** What an import would do with nothing accepted, and what it asks. */
export interface ImportPreview extends ImportReport {
  questions: ImportQuestion[];
}

/** Projects in lk's file that are neither here nor declined, without their secrets. */
export interface ProjectsOffer {
  /** For `import.preview` and `import.run`, with the ids of the projects as `offered`. */
  sourceId: string;
  path: string;
  /** `id`: made from URL and API key, so that the file may change between the offer and its answer. */
  projects: { id: string; name: string; url: string; apiKey: string }[];
  /** What a person should know about the file, such as that other users of this machine can read it. */
  warnings?: readonly string[];
}

/**
 * A sign-in to LiveKit Cloud by `lk cloud auth`. `terminal`: lk asks its questions only in a terminal, so a person
 * runs it there; the project it adds is still taken. `endsAt`: milliseconds since the epoch.
 */
export type CloudSignIn =
  | { state: 'running'; endsAt: number; url?: string; code?: string }
  | { state: 'terminal'; endsAt: number }
  | { state: 'failed'; message: string }
  | { state: 'done'; projectId: string; projectName: string };

/** What a person types when lk needs a terminal. */
export const LK_SIGN_IN = 'lk cloud auth';
