/** Projects in the file of LiveKit's command line tool that are neither here nor declined. No secret is in it. */
export interface ProjectsOffer {
  /** For `import.preview` and `import.run`, with the ids of the projects as `offered`. */
  sourceId: string;
  path: string;
  /** `id`: made from URL and API key, so that the file may change between the offer and its answer. */
  projects: { id: string; name: string; url: string; apiKey: string }[];
  /** What a person should know about the file, such as that other users of this machine can read it. */
  warnings?: readonly string[];
}

/** Where `lk` is on this machine. */
export interface LkCommandFound {
  /** Absent where there is none. */
  path?: string;
}

/**
 * A sign-in to LiveKit Cloud by `lk cloud auth`. `terminal`: lk asks its questions only in a terminal, so a person runs
 * it there; the project it adds is taken all the same. `endsAt`: milliseconds since the epoch.
 */
export type CloudSignIn =
  | { state: 'running'; endsAt: number; url?: string; code?: string }
  | { state: 'terminal'; endsAt: number }
  | { state: 'failed'; message: string }
  | { state: 'done'; projectId: string; projectName: string };

/** What a person types where lk asks its questions in a terminal. */
export const LK_SIGN_IN = 'lk cloud auth';
