import type { Cause } from './causes/causes.ts';

/** What the LiveKit server said when it was asked about a project's URL, key and secret. */
export interface ServerCheck {
  ok: boolean;
  /** `accepted`, or the code of the cause that keeps apps from joining. */
  finding: 'accepted' | Cause['code'];
  /** What was found and what to do, as text. */
  message: string;
  /** The cause, or a warning where the server accepts. */
  cause?: Cause;
  /** This machine's clock minus the server's, in seconds, where the server sent a date. */
  clockSkewSeconds?: number;
  durationMs: number;
}
