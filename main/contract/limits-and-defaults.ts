/**
 * LiveKit's own limits for a self-hosted server (its configuration's `limit:` section), in bytes of UTF-8. A token
 * over one of them could be signed, but is refused when the app joins; so we refuse first.
 */
export const LIVEKIT_LIMITS = {
  identityBytes: 256,
  roomBytes: 256,
  nameBytes: 256,
  metadataBytes: 512 * 1024,
  attributesBytes: 64 * 1024,
} as const;

/** The largest request body that is read: twice the metadata limit, so that LiveKit's own limit is reachable. */
export const MAX_BODY_BYTES = 1024 * 1024;

export const DEFAULT_PORT = 7885;
export const DEFAULT_UI_PORT = 7886;

export const DEFAULT_TTL_SECONDS = 15 * 60;

/** LiveKit's clients treat a token as stale 60 s before `exp`; a shorter one would never be reused. */
export const MIN_TTL_SECONDS = 61;
export const MAX_TTL_SECONDS = 24 * 60 * 60;

/** How many requests and how many tokens are remembered. Both live in memory only. */
export const MAX_ACTIVITY_ENTRIES = 500;
export const MAX_RECENT_TOKENS = 50;

/** Secrets shorter than this make livekit-server complain outside `--dev`. */
export const RECOMMENDED_SECRET_LENGTH = 32;
