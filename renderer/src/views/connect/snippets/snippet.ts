import type { Target } from '../../../state/endpoint-urls.ts';

/** What a snippet is written for. */
export interface SnippetInput {
  /** The endpoint as `target` reaches it. */
  url: string;
  /** Scheme, host and port of `url`. */
  base: string;
  host: string;
  port: number;
  target: Target;
  /** Whether callers must show the key or the token server ID. */
  needsKey: boolean;
}

export interface Note {
  text: string;
  /** What to put where, such as a line of a manifest. */
  code?: string;
}

export interface Snippet {
  code: string;
  notes: readonly Note[];
}

/** Stands where the token server ID goes: what opens the door is never written into a snippet. */
export const ID_PLACEHOLDER = 'TOKEN_SERVER_ID';
