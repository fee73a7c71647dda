import type {
  ReadDefaults,
  ReadingKind,
  ReadingNote,
  ValueOrigin,
} from '../../contract/credential-import.ts';
import type { CredentialField } from '../../contract/judge-credentials.ts';

/** A value under a name, wherever it was written. */
export interface Fact {
  name: string;
  value: string;
  line: number;
  /** Set if it comes from another file, one that this file overrides or points to. */
  source?: string;
}

export interface FoundValue extends ValueOrigin {
  value: string;
}

/** What one place says about a project, not judged yet. */
export interface Candidate {
  kind: ReadingKind;
  source: string;
  /** Empty: named after its URL. */
  name: string;
  /** What a note calls it where there is neither name nor URL. */
  fallbackName: string;
  line: number;
  url?: FoundValue;
  apiKey?: FoundValue;
  apiSecret?: FoundValue;
  isDefault: boolean;
  defaults?: ReadDefaults;
}

/** A project that was read, with its secret: this never leaves the host. */
export interface FoundProject extends Omit<Candidate, 'fallbackName' | 'line'> {
  missing: CredentialField[];
}

export interface FoundCredentials {
  projects: FoundProject[];
  notes: ReadingNote[];
  /** Paths that the texts point to (`key_file:`, `env_file:`, `LIVEKIT_API_SECRET_FILE`) and that were not among them. */
  follow: string[];
}

type Say = (kind: ReadingNote['kind'], message: string, line?: number) => void;

/** What the readers of one text share. */
export interface TextContext {
  source: string;
  kind: ReadingKind;
  say: Say;
  /** The text of another file that this one points to, with its name; `undefined`: it was not given. */
  open(path: string): { name: string; text: string } | undefined;
  /** The candidates so far; readers add theirs. */
  candidates: Candidate[];
}
