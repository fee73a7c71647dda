import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { isJsonObject } from '../../../main/contract/json.ts';
import { SCHEMA_VERSION, SettingsSchema } from '../../../main/contract/settings.ts';
import { seedSettings } from '../../../main/core/state/first-settings.ts';
import {
  migrateSettings,
  type Migration,
  MIGRATIONS,
} from '../../../main/core/migrate-settings.ts';

const addTheme: Migration = (settings) => ({ ...settings, theme: 'system' });
const renamePort: Migration = ({ port, ...rest }) => ({ ...rest, server: { port: port ?? null } });
const careless: Migration = (settings) => {
  settings['server'] = 'gone';
  return settings;
};
const breaks: Migration = () => {
  throw new Error('this step breaks');
};

describe('S12 migrations', () => {
  it('lead to the version of the schema that settings are checked with', () => {
    expect(MIGRATIONS).toHaveLength(SCHEMA_VERSION - 1);
  });

  it('take every earlier version to the newest, one step at a time or several', () => {
    const migrations = [addTheme, renamePort];
    expect(migrateSettings({ schemaVersion: 1, port: 1 }, migrations)).toEqual({
      state: 'migrated',
      from: 1,
      settings: { schemaVersion: 3, theme: 'system', server: { port: 1 } },
    });
    expect(migrateSettings({ schemaVersion: 2, port: 1 }, migrations)).toEqual({
      state: 'migrated',
      from: 2,
      settings: { schemaVersion: 3, server: { port: 1 } },
    });
    expect(migrateSettings({ schemaVersion: 3, port: 1 }, migrations)).toEqual({
      state: 'current',
      settings: { schemaVersion: 3, port: 1 },
    });
  });

  it('change nothing that was given, also where a step writes into it', () => {
    const given = { schemaVersion: 1, server: { port: 1 } };
    migrateSettings(given, [careless]);
    expect(given).toEqual({ schemaVersion: 1, server: { port: 1 } });
  });

  it('are all or nothing where a step throws midway', () => {
    const given = { schemaVersion: 1, port: 1 };
    expect(migrateSettings(given, [addTheme, breaks, renamePort])).toEqual({
      state: 'failed',
      from: 1,
      step: 2,
    });
    expect(given).toEqual({ schemaVersion: 1, port: 1 });
  });

  it('leave a newer version alone', () => {
    expect(migrateSettings({ schemaVersion: 9 }, [addTheme])).toEqual({
      state: 'newer',
      version: 9,
    });
  });

  it.each([[{}], [{ schemaVersion: '1' }], [{ schemaVersion: 0 }], [{ schemaVersion: 1.5 }]])(
    'do not guess the version of %j',
    (settings) => {
      expect(migrateSettings(settings, [addTheme])).toEqual({ state: 'unversioned' });
    },
  );
});

describe('the settings of version 1', () => {
  it('get an empty second URL for each project, and are then of today', () => {
    const today = seedSettings();
    const projects = today.projects.map(({ remoteUrl: _later, ...project }) => project);
    const before: unknown = JSON.parse(JSON.stringify({ ...today, projects, schemaVersion: 1 }));
    if (!isJsonObject(before)) throw new Error('not an object');
    const outcome = migrateSettings(before, MIGRATIONS);
    expect(outcome).toMatchObject({ state: 'migrated', from: 1 });
    expect('settings' in outcome && v.parse(SettingsSchema, outcome.settings)).toEqual(today);
  });
});
