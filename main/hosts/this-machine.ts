import { mkdirSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createAppFolder } from '../adapters/app-files.ts';
import type { DataFolder } from '../adapters/data-folder.ts';
import { createAdb, createSimctl } from '../adapters/device-tools.ts';
import { writeAtomically } from '../adapters/files/write-atomically.ts';
import { createLiveKitServer } from '../adapters/livekit/livekit-server.ts';
import { createLk } from '../adapters/lk/create-lk.ts';
import { createMachine } from '../adapters/machine.ts';
import type { HostActions, SettingsStore, TokenTrayPorts } from '../core/ports.ts';
import { wallClock } from '../core/wall-clock.ts';
import { createOwnNames } from '../listener/own-addresses.ts';
import { listeningSockets } from '../listener/port-failure.ts';

type SharedPorts = Pick<
  TokenTrayPorts,
  | 'liveKitServer'
  | 'importSources'
  | 'lk'
  | 'appFolder'
  | 'adb'
  | 'simctl'
  | 'machine'
  | 'ownNames'
  | 'clock'
>;

/** The ports that are the same in every host. `importFolders`: where else projects are looked for, asked at each look. */
export function createSharedPorts(importFolders: () => readonly string[]): SharedPorts {
  const home = homeFolder();
  return {
    liveKitServer: createLiveKitServer(),
    importSources: {
      scan: async () => {
        const { createImportSources } = await import('../adapters/import-files.ts');
        return createImportSources({ home, folders: importFolders() }).scan();
      },
    },
    lk: createLk({ home, env: process.env }),
    appFolder: createAppFolder(),
    adb: createAdb(process.env, home),
    simctl: createSimctl(process.env),
    machine: createMachine({ listening: listeningSockets }),
    ownNames: createOwnNames(),
    clock: wallClock,
  };
}

function homeFolder(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}

/** The login name of the person. A container's user often is in no list, and then the system call throws. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? 'user';
  }
}

/** Writes into the data folder's `exports`, for this user alone. Its errors are the system's. */
export function createExportWriter(dataFolder: string): HostActions['writeExport'] {
  return async (fileName, content) => {
    const folder = join(dataFolder, 'exports');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, fileName);
    writeAtomically(path, content);
    return path;
  };
}

/** The settings file of a data folder. The folder's notices come with those of the file. */
export function withFolderNotices(
  store: SettingsStore,
  { notices }: Pick<DataFolder, 'notices'>,
): SettingsStore {
  return {
    ...store,
    load: () => {
      const loaded = store.load();
      return { ...loaded, notices: [...notices, ...loaded.notices] };
    },
  };
}
