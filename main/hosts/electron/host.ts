import { userInfo } from 'node:os';
import { join } from 'node:path';
import { Notification, type App } from 'electron';
import type { Host, HostActions } from '../../core/ports.ts';

interface HostPorts {
  app: App;
  instanceId: string;
  dataFolder: string;
  logPath: string;
  actions: HostActions;
}

/** What the desktop is and can do. `tray` follows the desktop (tray-availability.ts). */
export function createHost({ app, instanceId, dataFolder, logPath, actions }: HostPorts): Host {
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
      startAtLogin: true,
      tray: true,
      revealPath: true,
      notifications: Notification.isSupported(),
    },
    absences: {},
    actions,
    userName: userInfo().username,
  };
}
