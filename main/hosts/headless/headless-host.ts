import { mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { writeAtomically } from '../../adapters/files/write-atomically.ts';
import type { RoomTicket } from '../../contract/rooms.ts';
import type { RoomPages } from '../../control/room-pages.ts';
import type { Host } from '../../core/ports.ts';

export interface HeadlessHostOptions {
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
      settingsPath: join(dataFolder, 'settings.json'),
      logPath,
    },
    capabilities: {
      clipboard: false,
      openLink: false,
      startAtLogin: false,
      tray: false,
      revealPath: false,
      globalShortcut: false,
      notifications: false,
      chooseFolder: false,
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
      writeExport: async (fileName, content) => {
        const folder = join(dataFolder, 'exports');
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        const path = join(folder, fileName);
        writeAtomically(path, content);
        return path;
      },
    },
    userName: userName(),
  };
}

/** A container's user often is in no list, and then the system call throws. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? 'user';
  }
}
