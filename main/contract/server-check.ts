/** What the LiveKit server said when it was asked about a project's URL, key and secret. */
export interface ServerCheck {
  ok: boolean;
  /** A closed list, so that the window can choose words and shape. */
  finding:
    | 'accepted'
    | 'unreachable'
    | 'not_livekit'
    | 'unknown_api_key'
    | 'wrong_secret'
    | 'clock_skew'
    | 'refused';
  /** One sentence: what was found and what to do. */
  message: string;
  /** Our clock minus the server's, in seconds, where the server sent a date. */
  clockSkewSeconds?: number;
  durationMs: number;
}
