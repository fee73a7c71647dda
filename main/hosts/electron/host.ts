import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Host, HostActions } from '../../core/ports.ts';

interface HostPorts {
  version: string;
  instanceId: string;
  dataFolder: string;
  logPath: string;
  notifications: boolean;
  actions: HostActions;
}

/** What the desktop is and can do. `tray` follows the desktop (tray-availability.ts). */
export function createHost(ports: HostPorts): Host {
  const { version, instanceId, dataFolder, logPath, notifications, actions } = ports;
  return {
    description: {
      kind: 'desktop',
      version,
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
      notifications,
    },
    absences: notifications ? {} : { notifications: 'This desktop shows no notifications.' },
    actions,
    userName: userInfo().username,
  };
}
