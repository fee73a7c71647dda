import { isJsonObject, type JsonObject } from '../contract/json.ts';

type MigrationOutcome =
  | { state: 'current'; settings: JsonObject }
  | { state: 'migrated'; from: number; settings: JsonObject }
  | { state: 'newer'; version: number }
  | { state: 'failed'; from: number; step: number }
  | { state: 'unversioned' };

/**
 * Brings settings of any earlier version to the newest one that `migrations` lead to. All or nothing: the
 * given object is never changed, and a step that throws leaves no half-way result.
 */
export function migrateSettings(
  settings: JsonObject,
  migrations: readonly Migration[],
): MigrationOutcome {
  const newest = migrations.length + 1;
  const from = settings['schemaVersion'];
  if (typeof from !== 'number' || !Number.isInteger(from) || from < 1) {
    return { state: 'unversioned' };
  }
  if (from > newest) return { state: 'newer', version: from };
  if (from === newest) return { state: 'current', settings };
  let migrated = structuredClone(settings);
  for (let version = from; version < newest; version += 1) {
    const next = step(migrated, migrations[version - 1]);
    if (next === undefined) return { state: 'failed', from, step: version };
    migrated = { ...next, schemaVersion: version + 1 };
  }
  return { state: 'migrated', from, settings: migrated };
}

function step(settings: JsonObject, migration: Migration | undefined): JsonObject | undefined {
  if (migration === undefined) return undefined;
  try {
    return migration(settings);
  } catch {
    return undefined;
  }
}

/**
 * Brings the settings of one version to the next: `MIGRATIONS[0]` takes version 1 to version 2. A pure
 * function of the file's content without its `schemaVersion`, which the caller counts up. It may throw.
 */
export type Migration = (settings: JsonObject) => JsonObject;

/** Version 2 gave projects a second URL, for callers elsewhere. */
const toVersion2: Migration = (settings) => {
  const { projects } = settings;
  if (!Array.isArray(projects)) return settings;
  return {
    ...settings,
    projects: projects.map((project) =>
      isJsonObject(project) ? { ...project, remoteUrl: '' } : project,
    ),
  };
};

/** One for each version before the current one. */
export const MIGRATIONS: readonly Migration[] = [toVersion2];
