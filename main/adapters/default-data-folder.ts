import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import { TokenTrayError } from '../contract/errors.ts';

/** Electron names its `userData` folder after the product; the headless host must find the same one. */
const FOLDER_NAME = 'Token Tray';

export interface UserEnvironment {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  /** The home folder as the system's user list has it. May throw where the user is in no list. */
  homeOfUser(): string;
}

const thisUser: UserEnvironment = {
  platform: process.platform,
  env: process.env,
  homeOfUser: homedir,
};

/**
 * Where settings live unless a person says otherwise: what `app.getPath('userData')` answers in the desktop
 * app, computed without Electron. Throws `data_folder_unusable` where the user has no place of their own.
 */
export function defaultDataFolder(user: UserEnvironment = thisUser): string {
  const { platform, env } = user;
  if (platform === 'win32') {
    const roaming = env['APPDATA'];
    if (roaming === undefined || !win32.isAbsolute(roaming)) {
      throw noPlace('APPDATA is not set. Set it, or name a folder with --data-dir.');
    }
    return win32.join(roaming, FOLDER_NAME);
  }
  if (platform === 'darwin') {
    return posix.join(homeFolder(user), 'Library', 'Application Support', FOLDER_NAME);
  }
  const config = env['XDG_CONFIG_HOME'];
  // The XDG specification: a relative path is invalid and is to be ignored.
  return config !== undefined && posix.isAbsolute(config)
    ? posix.join(config, FOLDER_NAME)
    : posix.join(homeFolder(user), '.config', FOLDER_NAME);
}

function homeFolder({ env, homeOfUser }: UserEnvironment): string {
  const home = env['HOME'];
  if (home !== undefined && posix.isAbsolute(home)) return home;
  let listed = '';
  try {
    listed = homeOfUser();
  } catch {
    // A container's user often is in no list at all.
  }
  // `/` and `/nonexistent` are what system accounts have; nothing of a person belongs there.
  if (!posix.isAbsolute(listed) || listed === '/' || listed === '/nonexistent') {
    throw noPlace('HOME is not set. Set it, or name a folder with --data-dir.');
  }
  return listed;
}

function noPlace(reason: string): TokenTrayError {
  return new TokenTrayError('data_folder_unusable', { folder: FOLDER_NAME, reason });
}
