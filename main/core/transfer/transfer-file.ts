import * as v from 'valibot';
import { secretIdOf } from '../../contract/project.ts';
import { TokenTrayError } from '../../contract/errors.ts';
import { SettingsSchema } from '../../contract/settings.ts';
import type { State } from '../state/state.ts';
import type { Vault } from '../state/vault.ts';

/** All settings as a file's text, with the readable secrets if a vault is given. */
export function exportText(state: State, vault: Vault | undefined, now: number): string {
  const { settings } = state;
  const secrets: Record<string, string> = {};
  for (const project of vault === undefined ? [] : settings.projects) {
    const reading = vault?.readId(secretIdOf(project));
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

/** More than anyone keeps, yet few enough to import without delaying tokens. */
const MAX_PROJECTS = 1000;
const MAX_PRESETS = 200;

/** What an export holds. Secrets by project id, only where they were asked for. */
const TransferFileSchema = v.object({
  tokenTrayExport: v.literal(1),
  exportedAt: v.string(),
  settings: SettingsSchema,
  secrets: v.optional(v.record(v.string(), v.string())),
});

type TransferFile = v.InferOutput<typeof TransferFileSchema>;

/** Reads what `exportText` made. Throws `import_unreadable`. */
export function readTransferFile(content: string): TransferFile {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    throw unreadable('it is not JSON.');
  }
  const parsed = v.safeParse(TransferFileSchema, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const where = v.getDotPath(issue) ?? 'its top level';
    throw unreadable(`it is not a Token Tray export that this version knows (at ${where}).`);
  }
  const { projects, presets } = parsed.output.settings;
  if (projects.length > MAX_PROJECTS)
    throw unreadable(`it has more than ${MAX_PROJECTS} projects.`);
  if (presets.length > MAX_PRESETS) throw unreadable(`it has more than ${MAX_PRESETS} presets.`);
  for (const [kind, items] of [
    ['projects', projects],
    ['presets', presets],
  ] as const) {
    const isDoubled =
      hasDoubles(items.map(({ id }) => id)) ||
      hasDoubles(items.map(({ slug }) => slug)) ||
      hasDoubles(items.map(({ name }) => name.toLowerCase()));
    if (isDoubled) throw unreadable(`two of its ${kind} have the same name, slug or id.`);
  }
  return parsed.output;
}

function unreadable(reason: string): TokenTrayError {
  return new TokenTrayError('import_unreadable', { file: 'The file', reason });
}

function hasDoubles(values: readonly string[]): boolean {
  return new Set(values).size < values.length;
}
