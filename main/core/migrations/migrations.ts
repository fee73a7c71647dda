import type { JsonObject } from '../../contract/json.ts';

/**
 * Brings the settings of one version to the next: `MIGRATIONS[0]` takes version 1 to version 2. A pure
 * function of the file's content without its `schemaVersion`, which the caller counts up. It may throw.
 */
export type Migration = (settings: JsonObject) => JsonObject;

/** One for each version before the current one. Version 1 is current, so there is none yet. */
export const MIGRATIONS: readonly Migration[] = [];
