import { mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import type { App, Dialog, Shell } from 'electron';
import { oneTimeRedirect } from '../../adapters/one-time-redirect.ts';
import { writeAtomically } from '../../adapters/files/write-atomically.ts';
import { TokenTrayError } from '../../contract/errors.ts';
import { LINK_IDS, LINKS, type LinkId } from '../../contract/host-description.ts';
import type { RoomPages } from '../../control/room-pages.ts';
import type { Host, HostActions } from '../../core/ports.ts';
import type { HostClipboard } from './clipboard.ts';
import { setStartAtLogin, startAtLoginAbsence } from './login-item.ts';

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
      settingsPath: join(dataFolder, 'settings.json'),
      logPath,
    },
    capabilities: {
      clipboard: true,
      openLink: true,
      startAtLogin: noStartAtLogin === undefined,
      tray: true,
      revealPath: true,
      globalShortcut: true,
      notifications,
      chooseFolder: true,
    },
    absences: {
      ...(notifications ? {} : { notifications: NO_NOTIFICATIONS }),
      ...(noStartAtLogin === undefined ? {} : { startAtLogin: noStartAtLogin }),
    },
    actions: hostActions(ports),
    userName: userInfo().username,
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
    writeExport: async (fileName, content) => {
      const folder = join(dataFolder, 'exports');
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const path = join(folder, fileName);
      writeAtomically(path, content);
      return path;
    },
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
