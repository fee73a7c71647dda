import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { createSettingsStore } from '../../../main/adapters/settings/settings-store.ts';
import type { SettingsStore } from '../../../main/core/ports.ts';
import { TokenTrayError, type ErrorCode } from '../../../main/contract/errors.ts';
import { SCHEMA_VERSION, SettingsSchema, type Settings } from '../../../main/contract/settings.ts';
import type { Migration } from '../../../main/core/migrate-settings.ts';
import { seedSettings } from '../../../main/core/state/first-settings.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';
import { expectPrivate } from '../../fixtures/posix.ts';

/** Two past versions: the first had no theme, the second called `serve` another name. */
const toVersion2: Migration = (settings) => ({
  ...settings,
  app: { ...objectOf(settings['app']), theme: 'system' },
});
const toVersion3: Migration = (settings) => {
  const { autoStart, ...server } = objectOf(settings['server']);
  return { ...settings, server: { ...server, serve: autoStart ?? true } };
};
const breaks: Migration = () => {
  throw new Error('this step breaks');
};
const MIGRATIONS = [toVersion2, toVersion3];

function objectOf(value: unknown): Parameters<Migration>[0] {
  return v.parse(v.record(v.string(), v.any()), value);
}

/** The schema of version 3 is today's but for its number. */
function parseVersion3(value: unknown): { settings: Settings } | { problem: string } {
  const result = v.safeParse(
    v.strictObject({ ...SettingsSchema.entries, schemaVersion: v.literal(3) }),
    value,
  );
  return result.success
    ? { settings: { ...result.output, schemaVersion: SCHEMA_VERSION } }
    : { problem: 'it is not of version 3' };
}

function open(folder: string, migrations: readonly Migration[] = MIGRATIONS): SettingsStore {
  return createSettingsStore({
    folder,
    migrations,
    parse: parseVersion3,
  });
}

function ofVersion1(): Record<string, unknown> {
  const { app, server, ...rest } = seedSettings();
  const { theme: _theme, ...oldApp } = app;
  const { serve, ...oldServer } = server;
  return { ...rest, schemaVersion: 1, app: oldApp, server: { ...oldServer, autoStart: serve } };
}

function ofVersion2(): Record<string, unknown> {
  const { server, ...rest } = seedSettings();
  const { serve, ...oldServer } = server;
  return { ...rest, schemaVersion: 2, server: { ...oldServer, autoStart: serve } };
}

function folderWith(settings: unknown): { folder: string; path: string; text: string } {
  const folder = temporaryFolder();
  const path = `${folder}/settings.json`;
  const text = JSON.stringify(settings);
  writeFileSync(path, text, { mode: 0o600 });
  return { folder, path, text };
}

function errorOf(action: () => void): ErrorCode | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof TokenTrayError) return error.failure.code;
    throw error;
  }
  return undefined;
}

describe('S12 settings of an earlier version', () => {
  it.each([
    [1, ofVersion1()],
    [2, ofVersion2()],
  ])('%i are used as the newest, and kept as they were before they are written', (from, given) => {
    const { folder, path, text } = folderWith(given);
    const store = open(folder);
    const loaded = store.load();
    expect(loaded.settings).toMatchObject({ app: { theme: 'system' }, server: { serve: true } });
    expect(loaded.notices).toEqual([expect.stringContaining(`${path}.v${from}`)]);
    expect(readFileSync(path, 'utf8')).toBe(text);

    if (loaded.settings !== undefined) store.save({ ...loaded.settings, revision: 99 });
    expect(readFileSync(`${path}.v${from}`, 'utf8')).toBe(text);
    expectPrivate(`${path}.v${from}`);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ revision: 99 });
  });

  it('are left as they are where a migration throws midway, and nothing is written', () => {
    const { folder, path, text } = folderWith(ofVersion1());
    const store = open(folder, [toVersion2, breaks]);
    const loaded = store.load();
    expect(loaded.settings).toBeUndefined();
    expect(loaded.readOnly).toContain('version 1');
    expect(errorOf(() => store.save(seedSettings()))).toBe('settings_unwritable');
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  it('are left as they are where the migrated result is not what the schema asks', () => {
    const { folder, path, text } = folderWith(ofVersion1());
    const store = open(folder, [toVersion2, (settings) => settings]);
    expect(store.load().readOnly).toContain('version 1');
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('are restored from a backup of an earlier version too', () => {
    const { folder, path } = folderWith(ofVersion2());
    writeFileSync(`${path}.backup-000001`, JSON.stringify({ ...ofVersion2(), revision: 41 }));
    writeFileSync(path, 'broken');
    const loaded = open(folder).load();
    expect(loaded.settings?.revision).toBe(41);
    expect(loaded.notices).toHaveLength(2);
  });
});

describe('S12 settings of a newer version', () => {
  it('are used where they read the same, and never written', () => {
    const { folder, path, text } = folderWith({ ...seedSettings(), schemaVersion: 4, revision: 5 });
    const store = open(folder);
    const loaded = store.load();
    expect(loaded.settings?.revision).toBe(5);
    expect(loaded.readOnly).toContain('newer Token Tray (version 4 of the file)');
    expect(errorOf(() => store.save(seedSettings()))).toBe('settings_newer');
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  it('are left alone where they do not', () => {
    const { folder, path, text } = folderWith({ schemaVersion: 4, everything: 'is different' });
    const store = open(folder);
    const loaded = store.load();
    expect(loaded.settings).toBeUndefined();
    expect(loaded.readOnly).toContain('update the app');
    expect(errorOf(() => store.save(seedSettings()))).toBe('settings_newer');
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(existsSync(`${path}.backup-000001`)).toBe(false);
  });
});
