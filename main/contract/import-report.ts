import type { ReadingKind } from './credentials.ts';

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
 * Something in a file that would open a door or replace a key. It is taken only where its id is in the
 * import's `accept`; otherwise what is here stays.
 */
export interface ImportQuestion {
  /** The same for the same file and the same state here, such as `server.lan` or `project:<id>`. */
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
