import * as v from 'valibot';
import { SettingsSchema } from '../../contract/settings.ts';

/** What an export holds. Secrets by project id, only where they were asked for. */
export const TransferFileSchema = v.object({
  tokenTrayExport: v.literal(1),
  exportedAt: v.string(),
  settings: SettingsSchema,
  secrets: v.optional(v.record(v.string(), v.string())),
});

export type TransferFile = v.InferOutput<typeof TransferFileSchema>;
