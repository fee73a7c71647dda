import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, describe, expect } from 'vitest';
import { createFileSecretStore } from '../../main/adapters/secrets/secret-file.ts';
import { createSecretFile } from '../../main/adapters/secrets/secret-file.ts';
import { createSettingsStore } from '../../main/adapters/settings/settings-store.ts';
import { SettingsSchema } from '../../main/contract/settings.ts';
import { seedSettings } from '../../main/core/state/first-settings.ts';
import { damaged } from './arbitraries.ts';
import { fuzz } from './fuzz.ts';

const folder = mkdtempSync(join(tmpdir(), 'token-tray-fuzz-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The folder with this file alone in it. */
function onlyFile(name: string, content: string): void {
  for (const entry of readdirSync(folder)) rmSync(join(folder, entry), { recursive: true });
  writeFileSync(join(folder, name), content);
}

/** Whether some file of the folder still holds these bytes. */
function isKept(content: string): boolean {
  const bytes = Buffer.from(content);
  return readdirSync(folder).some((name) => readFileSync(join(folder, name)).equals(bytes));
}

describe('files in the data folder, damaged', () => {
  fuzz({
    title: 'S6 settings load or are set aside, and nothing of them is lost',
    share: 0.05,
    cases: damaged([
      JSON.stringify(seedSettings()),
      JSON.stringify(seedSettings(), null, '\t'),
      '{}',
    ]),
    check: (content) => {
      onlyFile('settings.json', content);
      const { settings } = createSettingsStore({ folder }).load();
      if (settings !== undefined) v.parse(SettingsSchema, settings);
      expect(isKept(content)).toBe(true);
    },
  });

  const entries = {
    a: { protection: 'file', value: 'one' },
    b: { protection: 'os', value: 'AAAA' },
  };

  fuzz({
    title: 'S6 E17 secrets are read or unreadable, and a save keeps the file it could not read',
    share: 0.05,
    cases: damaged([JSON.stringify(entries), JSON.stringify(entries, null, '\t'), '{}', '[]']),
    check: async (content) => {
      onlyFile('secrets.json', content);
      const store = createFileSecretStore(createSecretFile({ folder }));
      const before = await store.get('a');
      expect(['set', 'missing', 'unreadable']).toContain(before.state);
      await store.write(new Map([['c', 'new']])).catch(() => undefined);
      if (before.state === 'set') expect(await store.get('a')).toEqual(before);
      if (!isObject(content)) expect(isKept(content)).toBe(true);
    },
  });
});

function isObject(content: string): boolean {
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
