import { homedir } from 'node:os';
import { wallClock } from '../../core/wall-clock.ts';
import { createLiveKitServer } from '../../adapters/livekit/livekit-server.ts';
import { createFileSecretStore } from '../../adapters/secrets/secret-file.ts';
import { createSecretFile } from '../../adapters/secrets/secret-file.ts';
import { createTokenTray, type TokenTray } from '../../core/create-token-tray.ts';
import type { SettingsStore, TokenTrayPorts } from '../../core/ports.ts';
import { createHost } from './host.ts';

export interface HeadlessCoreOptions extends Pick<
  TokenTrayPorts,
  'endpoint' | 'log' | 'environmentProject' | 'overrides'
> {
  folder: string;
  version: string;
  instanceId: string;
  logPath: string | null;
  settings: SettingsStore;
  /** Throws where this process may not write to the data folder. */
  assertHeld: () => void;
}

/** The core with the adapters of a host without Electron. */
export function createHeadlessCore({
  folder,
  version,
  instanceId,
  logPath,
  assertHeld,
  ...ports
}: HeadlessCoreOptions): TokenTray {
  const onNotice = (message: string): void => {
    ports.log('warning', message);
  };
  return createTokenTray({
    ...ports,
    secrets: createFileSecretStore(createSecretFile({ folder, assertHeld, onNotice })),
    liveKitServer: createLiveKitServer(),
    importSources: {
      scan: async () => {
        const { createImportSources } = await import('../../adapters/import-files.ts');
        return createImportSources({ home: homeFolder(), folders: [process.cwd()] }).scan();
      },
    },
    host: createHost({ version, instanceId, dataFolder: folder, logPath }),
    clock: wallClock,
  });
}

function homeFolder(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}
