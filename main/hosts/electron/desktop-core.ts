import { join, dirname } from 'node:path';
import { checkScriptIn } from '../../endpoint/routes/check-routes.ts';
import { safeStorage, type App, type Dialog, type Shell } from 'electron';
import type { DataFolder } from '../../adapters/data-folder.ts';
import {
  createElectronSecretStore,
  type ElectronSecretStore,
} from '../../adapters/secrets/electron-secret-store.ts';
import { createSecretFile } from '../../adapters/secrets/secret-file.ts';
import { writeWithElectronStore } from '../../adapters/settings/electron-store.ts';
import { createSettingsStore, settingsPath } from '../../adapters/settings/settings-store.ts';
import { createTokenTray, type TokenTray } from '../../core/create-token-tray.ts';
import type { Host, Log, HostActions } from '../../core/ports.ts';
import { createEndpointApp } from '../../endpoint/endpoint-app.ts';
import { createEndpoint } from '../../listener/endpoint.ts';
import { oneTimeRedirect } from '../../adapters/one-time-redirect.ts';
import { TokenTrayError } from '../../contract/errors.ts';
import { LINK_IDS, LINKS, type LinkId } from '../../contract/host-description.ts';
import type { RoomPages } from '../../control/room-pages.ts';
import {
  createExportWriter,
  createSharedPorts,
  userName,
  withFolderNotices,
} from '../this-machine.ts';
import type { HostClipboard } from './clipboard.ts';
import { setStartAtLogin, startAtLoginAbsence } from './login-item.ts';

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

interface DesktopCore {
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
    ...createSharedPorts(() => []),
    settings: withFolderNotices(settings, folder),
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
    host,
    log,
    ...(port === undefined ? {} : { overrides: { port } }),
  });
  return { core, secrets };
}

/** Longer URLs are refused by some browsers; a LiveKit token in a query stays far below. */
const MAX_URL_LENGTH = 8192;

export const NO_NOTIFICATIONS =
  'This desktop shows no notifications. Token Tray opens its window where something needs you.';

interface HostPorts {
  app: App;
  shell: Shell;
  dialog: Pick<Dialog, 'showOpenDialog'>;
  clipboard: HostClipboard;
  instanceId: string;
  dataFolder: string;
  logPath: string;
  notifications: boolean;
  roomPages: Pick<RoomPages, 'open'>;
}

/** What the desktop is and can do. `tray` follows the desktop (tray-presence.ts). */
export function createHost(ports: HostPorts): Host {
  const { app, instanceId, dataFolder, logPath, notifications } = ports;
  const noStartAtLogin = startAtLoginAbsence(app);
  return {
    description: {
      kind: 'desktop',
      version: app.getVersion(),
      platform: process.platform,
      instanceId,
      pid: process.pid,
      dataFolder,
      settingsPath: settingsPath(dataFolder),
      logPath,
    },
    absences: {
      ...(notifications ? {} : { notifications: NO_NOTIFICATIONS }),
      ...(noStartAtLogin === undefined ? {} : { startAtLogin: noStartAtLogin }),
    },
    actions: hostActions(ports),
    userName: userName(),
  };
}

function hostActions({
  app,
  shell,
  dialog,
  clipboard,
  dataFolder,
  logPath,
  roomPages,
}: HostPorts): HostActions {
  return {
    copyText: clipboard.copyText,
    copySecret: clipboard.copySecret,
    readClipboard: clipboard.readText,
    openLink: async (link, query) => {
      const url = linkUrl(link, query);
      if (url === undefined) {
        throw new TokenTrayError('not_supported', { reason: 'That address is not in the list.' });
      }
      // What follows the address may be a token.
      const redirect = query === undefined ? undefined : await oneTimeRedirect(url);
      await shell.openExternal(redirect?.url ?? url).catch(() => {
        redirect?.close();
        throw new TokenTrayError('not_supported', { reason: 'No browser answered.' });
      });
    },
    // In the system's browser: the window has no network, and keeps none.
    openRoomPage: async (ticket) => {
      const url = await roomPages.open(ticket);
      const opened = await shell.openExternal(url).then(
        () => true,
        () => false,
      );
      if (!opened) throw new TokenTrayError('not_supported', { reason: 'No browser answered.' });
      return { url, opened };
    },
    revealPath: async (path) => {
      const trouble = await shell.openPath(path === 'data' ? dataFolder : dirname(logPath));
      if (trouble !== '') throw new TokenTrayError('not_supported', { reason: trouble });
    },
    chooseFolder: async () => {
      const { filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory'] });
      return filePaths[0];
    },
    setStartAtLogin: async (start, hidden) => {
      setStartAtLogin(app, start, hidden);
    },
    writeExport: createExportWriter(dataFolder),
  };
}

/**
 * The address behind a link of the fixed list, with a query if one is given; `undefined` for anything else.
 * The id chooses, so no text from a page or a request can name a scheme or a host.
 */
export function linkUrl(
  link: LinkId,
  query: Readonly<Record<string, string>> = {},
): string | undefined {
  if (!LINK_IDS.includes(link)) return undefined;
  const url = new URL(LINKS[link]);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.protocol === 'https:' && url.href.length <= MAX_URL_LENGTH ? url.href : undefined;
}
