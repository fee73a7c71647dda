import { randomUUID } from 'node:crypto';
import { checkDataFolder, type DataFolder, prepareDataFolder } from '../../adapters/data-folder.ts';
import { acquireDataFolderLock } from '../../adapters/lock/data-folder-lock.ts';
import { createStderrLog } from '../../adapters/log.ts';
import { createFileSecretStore, createSecretFile } from '../../adapters/secrets/secret-file.ts';
import {
  createReadingSettingsStore,
  createSettingsStore,
  settingsPath,
} from '../../adapters/settings/settings-store.ts';
import type { CoreHere, CoreOptions } from '../../cli/core-access.ts';
import type { RoomPages } from '../../control/room-pages.ts';
import { TokenTrayError } from '../../contract/errors.ts';
import { type TokenTray, createTokenTray } from '../../core/create-token-tray.ts';
import type {
  EndpointControl,
  Log,
  SecretStore,
  SettingsStore,
  TokenTrayPorts,
  Host,
} from '../../core/ports.ts';
import { answersAt } from '../../listener/probe.ts';
import type { RoomTicket } from '../../contract/rooms.ts';
import {
  createExportWriter,
  createSharedPorts,
  userName,
  withFolderNotices,
} from '../this-machine.ts';

interface HeadlessCoreOptions extends Pick<
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
  roomPages?: RoomPages;
  /** Secrets of this run alone, by the id that they would be kept under. */
  givenSecrets?: ReadonlyMap<string, string>;
}

/** The core with the adapters of a host without Electron. */
export function createHeadlessCore({
  folder,
  version,
  instanceId,
  logPath,
  assertHeld,
  roomPages,
  givenSecrets = new Map(),
  ...ports
}: HeadlessCoreOptions): TokenTray {
  const onNotice = (message: string): void => {
    ports.log('warning', message);
  };
  return createTokenTray({
    ...createSharedPorts(() => [process.cwd()]),
    ...ports,
    secrets: withGiven(
      createFileSecretStore(createSecretFile({ folder, assertHeld, onNotice })),
      givenSecrets,
    ),
    host: createHost({ version, instanceId, dataFolder: folder, logPath, roomPages }),
  });
}

function withGiven(store: SecretStore, given: ReadonlyMap<string, string>): SecretStore {
  return {
    ...store,
    get: (id) => {
      const secret = given.get(id);
      return secret === undefined ? store.get(id) : Promise.resolve({ state: 'set', secret });
    },
    ids: () => [...new Set([...store.ids(), ...given.keys()])],
  };
}

/** The core for one command, without an endpoint. */
export function openCore(options: CoreOptions, version: string): Promise<CoreHere> {
  return options.access === 'locked' ? openLocked(options, version) : openReading(options, version);
}

async function openLocked({ folder }: CoreOptions, version: string): Promise<CoreHere> {
  const prepared = prepareDataFolder(folder);
  const instanceId = randomUUID();
  const owner = { instanceId, kind: 'command', version } as const;
  const { assertHeld, release } = await acquireDataFolderLock(prepared.path, owner, { answersAt });
  const core = createHeadlessCore({
    folder: prepared.path,
    version,
    instanceId,
    logPath: null,
    settings: createHeadlessSettings(prepared, assertHeld, log),
    assertHeld,
    endpoint: createIdleEndpoint,
    log,
  });
  await core.start();
  return {
    dispatch: core.dispatch,
    isSaved: true,
    close: async () => {
      await core.close();
      await release();
    },
  };
}

async function openReading(
  { folder, environmentProject }: CoreOptions,
  version: string,
): Promise<CoreHere> {
  checkDataFolder(folder);
  const settings = createReadingSettingsStore(folder);
  const core = createHeadlessCore({
    folder,
    version,
    instanceId: randomUUID(),
    logPath: null,
    settings,
    assertHeld: () => {
      throw new TokenTrayError('settings_unwritable', { reason: 'This command only reads.' });
    },
    endpoint: createIdleEndpoint,
    log,
    ...(environmentProject === undefined ? {} : { environmentProject }),
  });
  await core.start();
  const isSaved = settings.load().settings !== undefined;
  return { dispatch: core.dispatch, isSaved, close: () => core.close() };
}

/** A command says what it did on stdout; only what went wrong beside it goes to stderr. */
const log: Log = (level, message, fields) => {
  if (level !== 'info') createStderrLog()(level, message, fields);
};

/** The endpoint of a command that ends soon and serves no apps. */
function createIdleEndpoint(): EndpointControl {
  const state = { status: 'stopped' } as const;
  return {
    state,
    apply: () => Promise.resolve(state),
    onChange: () => () => {},
    replay: () => Promise.reject(new TokenTrayError('endpoint_stopped')),
    close: () => Promise.resolve(),
  };
}

/** The settings file of a held data folder. */
export function createHeadlessSettings(
  folder: DataFolder,
  assertHeld: () => void,
  log: Log,
): SettingsStore {
  const store = createSettingsStore({
    folder: folder.path,
    assertHeld,
    onNotice: (message) => {
      log('warning', message);
    },
  });
  return withFolderNotices(store, folder);
}

interface HeadlessHostOptions {
  version: string;
  instanceId: string;
  dataFolder: string;
  logPath: string | null;
  /** Absent where no window is served. */
  roomPages?: RoomPages | undefined;
}

/** What a host without a screen is and can do. What the browser does by itself is absent here. */
export function createHost({
  version,
  instanceId,
  dataFolder,
  logPath,
  roomPages,
}: HeadlessHostOptions): Host {
  return {
    description: {
      kind: 'headless',
      version,
      platform: process.platform,
      instanceId,
      pid: process.pid,
      dataFolder,
      settingsPath: settingsPath(dataFolder),
      logPath,
    },
    absences: {
      clipboard: 'The browser copies by itself. Secrets are copied in the desktop app only.',
      openLink: 'The browser opens links by itself.',
      startAtLogin: 'Start "token-tray serve" with the service manager of your system.',
      tray: 'The headless host has no tray; the desktop app has.',
      globalShortcut: 'The headless host sees no keys of other programs.',
      revealPath: 'The headless host has no file manager. The path is shown instead.',
      chooseFolder: 'The headless host has no dialogs. Enter the path instead.',
      notifications: 'The headless host has no notifications.',
    },
    actions: {
      ...(roomPages === undefined
        ? {}
        : {
            // The window opens it.
            openRoomPage: async (ticket: RoomTicket) => ({
              url: await roomPages.open(ticket),
              opened: false,
            }),
          }),
      writeExport: createExportWriter(dataFolder),
    },
    userName: userName(),
  };
}
