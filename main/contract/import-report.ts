/** A place on this machine that holds LiveKit projects, offered by name. No secret is in it. */
export interface FoundSource {
  id: string;
  kind: 'lk' | 'env' | 'livekit-yaml';
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
