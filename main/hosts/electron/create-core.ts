import { homedir } from 'node:os';
import { join } from 'node:path';
import { createAdb, createSimctl } from '../../adapters/device-tools.ts';
import { createAppFolder } from '../../adapters/app-files.ts';
import { checkScriptIn } from '../../adapters/check-script.ts';
import { safeStorage } from 'electron';
import { wallClock } from '../../core/wall-clock.ts';
import type { DataFolder } from '../../adapters/data-folder.ts';
import {
  createElectronSecretStore,
  type ElectronSecretStore,
} from '../../adapters/secrets/electron-secret-store.ts';
import { createOwnNames } from '../../listener/own-addresses.ts';
import { createLk } from '../../adapters/lk/create-lk.ts';
import { createLiveKitServer } from '../../adapters/livekit/livekit-server.ts';
import { createSecretFile } from '../../adapters/secrets/secret-file.ts';
import { writeWithElectronStore } from '../../adapters/settings/electron-store.ts';
import { createSettingsStore } from '../../adapters/settings/settings-store.ts';
import { createTokenTray, type TokenTray } from '../../core/create-token-tray.ts';
import type { Host, Log } from '../../core/ports.ts';
import { createEndpointApp } from '../../endpoint/endpoint-app.ts';
import { createEndpoint } from '../../listener/endpoint.ts';

interface DesktopCoreOptions {
  folder: DataFolder;
  host: Host;
  /** Throws where this process no longer holds the data folder. */
  assertHeld(): void;
  log: Log;
  /** Says to the person what happened to a file while the app runs. */
  tell(message: string): void;
  /** For this run alone. */
  port: number | undefined;
}

export interface DesktopCore {
  core: TokenTray;
  secrets: ElectronSecretStore;
}

/** The core with the desktop's adapters. */
export function createDesktopCore(options: DesktopCoreOptions): DesktopCore {
  const { folder, host, assertHeld, log, tell, port } = options;
  const { instanceId, version } = host.description;
  const onNotice = (message: string): void => {
    log('warning', message);
    tell(message);
  };
  const settings = createSettingsStore({
    folder: folder.path,
    assertHeld,
    onNotice,
    write: writeWithElectronStore,
  });
  const secrets = createElectronSecretStore({
    safeStorage,
    file: createSecretFile({ folder: folder.path, assertHeld, onNotice }),
    log,
  });
  const core = createTokenTray({
    settings: {
      ...settings,
      load: () => {
        const loaded = settings.load();
        // The folder's notices come with the file's.
        return { ...loaded, notices: [...folder.notices, ...loaded.notices] };
      },
    },
    secrets,
    endpoint: (endpointCore) => {
      const endpoint = createEndpoint({
        ...createEndpointApp(endpointCore, {
          instanceId,
          version,
          state: () => endpoint.state,
          checkScript: checkScriptIn(join(__dirname, '..', 'renderer')),
          log,
        }),
        instanceId,
        log,
      });
      return endpoint;
    },
    liveKitServer: createLiveKitServer(),
    importSources: {
      scan: async () => {
        const { createImportSources } = await import('../../adapters/import-files.ts');
        return createImportSources({ home: homedir(), folders: [] }).scan();
      },
    },
    lk: createLk({ home: homedir(), env: process.env }),
    host,
    appFolder: createAppFolder(),
    adb: createAdb(process.env, homedir()),
    simctl: createSimctl(process.env),
    ownNames: createOwnNames(),
    clock: wallClock,
    log,
    ...(port === undefined ? {} : { overrides: { port } }),
  });
  return { core, secrets };
}
