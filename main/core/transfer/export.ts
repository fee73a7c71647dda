import type { State } from '../state/state.ts';
import type { Vault } from '../state/vault.ts';
import type { TransferFile } from './transfer-file.ts';

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
