import * as v from 'valibot';
import { isJsonObject, type JsonObject } from '../../contract/json.ts';
import { SettingsSchema, type Settings } from '../../contract/settings.ts';
import { migrateSettings, type Migration } from '../../core/migrate-settings.ts';

/** What the text of a settings file means. `damaged` says why, as a clause. */
export type Interpretation =
  | { state: 'valid'; settings: Settings }
  | { state: 'migrated'; settings: Settings; from: number }
  | { state: 'newer'; version: number; settings: Settings | undefined }
  | { state: 'unmigratable'; from: number }
  | { state: 'damaged'; reason: string };

/** Brings the schema that settings are checked with; tests of migrations bring a later one. */
export type ParseSettings = (value: unknown) => { settings: Settings } | { problem: string };

export function interpretSettings(
  text: string,
  migrations: readonly Migration[],
  parse: ParseSettings = parseSettings,
): Interpretation {
  const value = parseJson(text);
  if (value === undefined) return { state: 'damaged', reason: 'it is not valid JSON' };
  if (!isJsonObject(value)) return { state: 'damaged', reason: 'it holds no JSON object' };
  const outcome = migrateSettings(value, migrations);
  if (outcome.state === 'unversioned') {
    return { state: 'damaged', reason: 'it has no schemaVersion' };
  }
  if (outcome.state === 'newer') {
    return {
      state: 'newer',
      version: outcome.version,
      settings: readNewer(value, migrations, parse),
    };
  }
  if (outcome.state === 'failed') return { state: 'unmigratable', from: outcome.from };
  const parsed = parse(outcome.settings);
  if (outcome.state === 'current') {
    return 'settings' in parsed
      ? { state: 'valid', settings: parsed.settings }
      : { state: 'damaged', reason: parsed.problem };
  }
  return 'settings' in parsed
    ? { state: 'migrated', settings: parsed.settings, from: outcome.from }
    : { state: 'unmigratable', from: outcome.from };
}

function parseSettings(value: unknown): ReturnType<ParseSettings> {
  const result = v.safeParse(SettingsSchema, value, { abortEarly: true });
  if (result.success) return { settings: result.output };
  const [issue] = result.issues;
  return { problem: `"${v.getDotPath(issue) ?? 'its top'}" is not valid` };
}

/** A newer file often reads the same to us; then its projects can be used, though never written back. */
function readNewer(
  value: JsonObject,
  migrations: readonly Migration[],
  parse: ParseSettings,
): Settings | undefined {
  const parsed = parse({ ...value, schemaVersion: migrations.length + 1 });
  return 'settings' in parsed ? parsed.settings : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
