import * as v from 'valibot';
import type { JsonObject } from './json.ts';
import { GrantsSchema, MintTtlSecondsSchema } from './preset.ts';
import { DefaultsSchema, TextRecordSchema } from './project.ts';

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(128));
const shortText = v.pipe(v.string(), v.maxLength(4096));

/** What a person asks for in the mint form, the tray or the command line. Empty fields get the defaults. */
export const MintInputSchema = v.strictObject({
  projectId: v.optional(id),
  presetId: v.optional(id),
  room: v.optional(shortText),
  identity: v.optional(shortText),
  name: v.optional(shortText),
  metadata: v.optional(v.string()),
  attributes: v.optional(TextRecordSchema),
  ttlSeconds: v.optional(MintTtlSecondsSchema),
  /** Replaces the preset's grants. */
  grants: v.optional(GrantsSchema),
  agents: v.optional(DefaultsSchema.entries.agents),
  source: v.optional(v.picklist(['window', 'tray', 'command']), 'window'),
});

export type MintInput = v.InferInput<typeof MintInputSchema>;

/** What an empty request would get: claims without a signature. */
export interface TokenPreview {
  serverUrl: string;
  claims: JsonObject;
}
