import * as v from 'valibot';
import { MIN_TTL_SECONDS } from './limits-and-defaults.ts';

/** LiveKit's track sources, spelled as in a token. */
export const TRACK_SOURCES = [
  'camera',
  'microphone',
  'screen_share',
  'screen_share_audio',
] as const;

export type TrackSourceName = (typeof TRACK_SOURCES)[number];

const flag = v.exactOptional(v.boolean());

/**
 * LiveKit's video grant without `room`, which each request brings. A field left out is left out of the
 * token, which is not the same as `false`: LiveKit lets a participant publish when the field is missing.
 */
export const VideoGrantSchema = v.strictObject({
  roomJoin: flag,
  roomCreate: flag,
  roomList: flag,
  roomRecord: flag,
  roomAdmin: flag,
  ingressAdmin: flag,
  canPublish: flag,
  canPublishSources: v.exactOptional(v.array(v.picklist(TRACK_SOURCES))),
  canSubscribe: flag,
  canPublishData: flag,
  canUpdateOwnMetadata: flag,
  canSubscribeMetrics: flag,
  canManageAgentSession: flag,
  hidden: flag,
  recorder: flag,
  agent: flag,
  destinationRoom: v.exactOptional(v.pipe(v.string(), v.maxLength(256))),
});

/** Everything a preset can put into a token besides who and where. */
export const GrantsSchema = v.strictObject({
  video: VideoGrantSchema,
  /** Both or neither: Swift's decoder refuses a `sip` claim with only one of them. */
  sip: v.exactOptional(v.strictObject({ admin: v.boolean(), call: v.boolean() })),
  inference: v.exactOptional(v.strictObject({ perform: v.boolean() })),
  observability: v.exactOptional(v.strictObject({ write: v.boolean() })),
  /** Participant kind, such as `standard`, `ingress`, `egress`, `sip` or `agent`. */
  kind: v.exactOptional(v.pipe(v.string(), v.trim(), v.maxLength(64))),
  /** Name of a room preset that the LiveKit server knows. Self-hosted servers refuse an unknown one at join. */
  roomPreset: v.exactOptional(v.pipe(v.string(), v.trim(), v.maxLength(256))),
});

export type VideoGrant = v.InferOutput<typeof VideoGrantSchema>;
export type Grants = v.InferOutput<typeof GrantsSchema>;

export const SlugSchema = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^[a-z0-9][a-z0-9-]{0,47}$/, 'slug_invalid'),
);

export const NameSchema = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'name_missing'),
  v.maxLength(80, 'name_too_long'),
);

const ttlSeconds = (shortest: number) =>
  v.pipe(
    v.number(),
    v.integer(),
    v.minValue(shortest, 'ttl_too_short'),
    v.maxValue(365 * 24 * 60 * 60, 'ttl_too_long'),
  );

/** Lifetime of a preset's tokens in whole seconds. The window warns above 24 h. */
export const TtlSecondsSchema = ttlSeconds(MIN_TTL_SECONDS);

/** Lifetime of one token that a person mints: as short as a test of expiry needs. */
export const MintTtlSecondsSchema = ttlSeconds(1);

export const PresetSchema = v.strictObject({
  id: v.string(),
  /** Counts its changes; an update names the one it saw. */
  revision: v.pipe(v.number(), v.integer()),
  slug: SlugSchema,
  name: NameSchema,
  ttlSeconds: TtlSecondsSchema,
  grants: GrantsSchema,
});

export const PresetFieldsSchema = v.omit(PresetSchema, ['id', 'revision']);

/** A named set of grants and a lifetime, chosen by `?preset=slug` or by the project. */
export type Preset = v.InferOutput<typeof PresetSchema>;
export type PresetFields = v.InferOutput<typeof PresetFieldsSchema>;
