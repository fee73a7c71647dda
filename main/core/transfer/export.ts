import * as v from 'valibot';
import { SettingsSchema } from '../../contract/settings.ts';
import type { State } from '../state/state.ts';
import type { Vault } from '../state/vault.ts';

/** All settings as the text of a file; with the secrets that can be read where a vault is given. */
export function exportText(state: State, vault: Vault | undefined, now: number): string {
  const { settings } = state;
  const secrets: Record<string, string> = {};
  for (const project of vault === undefined ? [] : settings.projects) {
    const reading = vault?.readId(project.id);
    if (reading?.state === 'set') secrets[project.id] = reading.secret;
  }
  const file: TransferFile = {
    tokenTrayExport: 1,
    exportedAt: new Date(now).toISOString(),
    settings,
    ...(vault === undefined ? {} : { secrets }),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** What an export holds. Secrets by project id, only where they were asked for. */
export const TransferFileSchema = v.object({
  tokenTrayExport: v.literal(1),
  exportedAt: v.string(),
  settings: SettingsSchema,
  secrets: v.optional(v.record(v.string(), v.string())),
});

export type TransferFile = v.InferOutput<typeof TransferFileSchema>;
