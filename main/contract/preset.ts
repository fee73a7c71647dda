import * as v from 'valibot';
import { GrantsSchema } from './grants.ts';
import { MIN_TTL_SECONDS } from './limits.ts';

export const SlugSchema = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^[a-z0-9][a-z0-9-]{0,47}$/, 'slug_invalid'),
);

/** Lifetime of a token in whole seconds. The upper bound is a year: beyond 24 h the window warns. */
export const TtlSecondsSchema = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(MIN_TTL_SECONDS, 'ttl_too_short'),
  v.maxValue(365 * 24 * 60 * 60, 'ttl_too_long'),
);

/** Lifetime of one token. Shorter than a preset may have: a test of expiry needs it. */
export const MintTtlSecondsSchema = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(1, 'ttl_too_short'),
  v.maxValue(365 * 24 * 60 * 60, 'ttl_too_long'),
);

export const PresetSchema = v.strictObject({
  id: v.string(),
  /** Counts its changes; an update names the one it saw. */
  revision: v.pipe(v.number(), v.integer()),
  slug: SlugSchema,
  name: v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1, 'name_missing'),
    v.maxLength(80, 'name_too_long'),
  ),
  ttlSeconds: TtlSecondsSchema,
  grants: GrantsSchema,
});

export const PresetFieldsSchema = v.strictObject({
  slug: PresetSchema.entries.slug,
  name: PresetSchema.entries.name,
  ttlSeconds: PresetSchema.entries.ttlSeconds,
  grants: PresetSchema.entries.grants,
});

/** A named set of grants and a lifetime, chosen by `?preset=slug` or by the project. */
export type Preset = v.InferOutput<typeof PresetSchema>;
export type PresetFields = v.InferOutput<typeof PresetFieldsSchema>;
