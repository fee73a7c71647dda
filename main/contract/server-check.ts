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

/** The sentences of a check, by what was found. `{names}` are filled from its details. */
export const SERVER_CHECK_MESSAGES = {
  accepted: 'The LiveKit server accepts this key and secret.',
  accepted_without_room:
    'The LiveKit server accepts this key and secret. It does not create rooms by itself: create the room first, or use a preset with roomCreate.',
  accepted_with_skew:
    'The LiveKit server accepts this key and secret, but the clocks are {seconds} s apart. At 60 s it starts to refuse tokens: set the clock of this machine by network time.',
  refused_connection:
    'Nothing listens at {host}. Check the URL; a local server is started with "livekit-server --dev".',
  unknown_host: 'There is no host named {host}. Check the spelling of the URL and the network.',
  timed_out: '{host} did not answer within {seconds} s. Check the URL, the network and firewalls.',
  tls: '{host} does not speak TLS as wss:// expects ({reason}). Use ws:// for a local server.',
  no_answer: '{host} does not answer ({reason}). Check the URL and that the server runs.',
  url_invalid: 'The URL cannot be read. It starts with wss:// or ws://.',
  not_livekit:
    '{host} answers, but not as a LiveKit server (status {status}). Check the URL and its port.',
  unknown_api_key:
    'The server does not know this API key. The URL and the key belong to different projects or servers.',
  wrong_secret:
    'The server knows the API key, but the secret is not the one that belongs to it. Copy the secret again.',
  clock_skew:
    'The server refuses the time in the token: the clocks are {seconds} s apart. Set the clock of this machine by network time.',
  clock_skew_unknown:
    'The server refuses the time in the token. Compare the clocks of this machine and of the server.',
  too_busy: 'The server refuses new participants now (status {status}). Try again in a moment.',
  refused: 'The server refuses the token (status {status}): {reason}',
} as const;

export type ServerCheckWords = keyof typeof SERVER_CHECK_MESSAGES;

export function serverCheckMessage(
  words: ServerCheckWords,
  details: Readonly<Record<string, string | number>> = {},
): string {
  return SERVER_CHECK_MESSAGES[words].replace(/\{(\w+)\}/g, (_whole, name: string) =>
    String(details[name] ?? ''),
  );
}
