import { mkdirSync, readdirSync, realpathSync, statSync, type Stats } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, posix, resolve, win32 } from 'node:path';
import { TokenTrayError } from '../contract/errors.ts';
import { failureCode, failureReason } from './files/failure-reason.ts';
import {
  isOpenToOthers,
  makePrivate,
  createAccessLists,
  isInProfile,
  type AccessLists,
} from './files/private-access.ts';

/** Names of files that only Token Tray writes: a folder with one of them is a data folder of ours. */
const OURS = /^(settings\.json|secrets\.json|lock-owner\.json|lock$|logs$|exports$)/;

/** Electron keeps its own files beside ours, and may have made the folder before us. */
const OF_ELECTRON = new Set(['SingletonLock', 'Local State']);

export interface DataFolder {
  /** Absolute. */
  path: string;
  /** Sentences for the user: access that was too wide, and was tightened or could not be. */
  notices: string[];
}

interface DataFolderOptions {
  platform?: NodeJS.Platform;
  env?: Readonly<Record<string, string | undefined>>;
  /** Windows' own by default; tests bring theirs. */
  accessLists?: AccessLists;
}

/**
 * Makes the data folder, or takes an existing one, so that only this user can look inside: 0700, and
 * 0600 for the files in it; on Windows an access list. Throws `data_folder_unusable`, with what to do, if that fails.
 */
export function prepareDataFolder(folder: string, options: DataFolderOptions = {}): DataFolder {
  const { platform = process.platform } = options;
  const path = resolve(folder);
  const existing = statFolder(path);
  if (existing === undefined) makeFolder(path);
  // POSIX modes mean nothing on Windows.
  if (platform === 'win32') return { path, notices: closeOnWindows(path, options) };
  if (existing === undefined) return { path, notices: [] };
  const entries = listFolder(path);
  if (isOpenToOthers(existing.mode)) refuseForeign(path, existing, entries);
  return { path, notices: tighten(path, entries) };
}

/** For a command that only reads: a missing folder counts as empty. Throws `data_folder_unusable`. */
export function checkDataFolder(folder: string): void {
  statFolder(resolve(folder));
}

function statFolder(path: string): Stats | undefined {
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch (error) {
    if (failureCode(error) === 'ENOENT') return undefined;
    throw unusable(path, failureReason(error));
  }
  if (!stats.isDirectory()) {
    throw unusable(path, 'It is a file. Name a folder with --data-dir, or move the file away.');
  }
  return stats;
}

function makeFolder(path: string): void {
  try {
    makePath(path);
  } catch (error) {
    throw unusable(path, `It cannot be made. ${failureReason(error)}`);
  }
}

/** Without mkdir's own recursion, which never ends if a parent refuses every child with ENOENT, as /proc does. */
function makePath(path: string): void {
  const parent = dirname(path);
  if (parent !== path && statSync(parent, { throwIfNoEntry: false }) === undefined)
    makePath(parent);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process may be making it too.
    if (failureCode(error) !== 'EEXIST') throw error;
  }
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    throw unusable(path, failureReason(error));
  }
}

/** A shared folder such as /tmp or a home folder must keep its mode, so it cannot hold our secrets. */
function refuseForeign(path: string, { mode }: Stats, entries: string[]): void {
  const isSticky = (mode & 0o1000) !== 0;
  if (isSticky || !isOurs(entries)) throw shared(path);
}

function isOurs(entries: readonly string[]): boolean {
  return entries.length === 0 || entries.some((name) => OURS.test(name) || OF_ELECTRON.has(name));
}

function shared(path: string): TokenTrayError {
  return unusable(
    path,
    'Other users can open it, and it contains other files. Give Token Tray its own folder with --data-dir.',
  );
}

/** Closes a folder outside the user's profile to other users of a Windows computer, and checks the result. */
function closeOnWindows(path: string, options: DataFolderOptions): string[] {
  const { env = process.env, accessLists = createAccessLists() } = options;
  if (isInProfile(realpathSync.native(path), env)) return [];
  const before = accessLists.look(path);
  if (before === 'private') return [];
  if (before === 'open') {
    if (!isOurs(listFolder(path))) throw shared(path);
    try {
      accessLists.close(path);
    } catch {
      // Check the result: the tool may say it worked.
    }
    if (accessLists.look(path) === 'private') {
      return [
        `Other users of this computer could open ${path}. Now only you, administrators and Windows itself can.`,
      ];
    }
  }
  return [
    `Other users of this computer may be able to open ${path}, and Windows does not let Token Tray change that. Name a folder in your user profile with --data-dir.`,
  ];
}

function tighten(path: string, entries: string[]): string[] {
  const notices: string[] = [];
  const targets = [
    path,
    ...entries.filter((name) => OURS.test(name)).map((name) => join(path, name)),
  ];
  for (const target of targets) {
    const outcome = makePrivate(target);
    if (outcome.state === 'tightened') {
      notices.push(
        `${target} could be opened by other users of this computer (mode ${outcome.before}). It is ${outcome.after} now.`,
      );
    } else if (outcome.state === 'ignored') {
      notices.push(
        `The disk of ${target} keeps no permissions, so other users of this computer may be able to open it.`,
      );
    } else if (outcome.state === 'refused') {
      throw unusable(
        path,
        `Other users can open ${target}, and it belongs to another user. Run: sudo chown -R "$(id -u)" '${path}' && chmod -R go-rwx '${path}'`,
      );
    }
  }
  return notices;
}

function unusable(folder: string, reason: string): TokenTrayError {
  return new TokenTrayError('data_folder_unusable', { folder, reason });
}

/** Electron names its `userData` folder after the product; the headless host must find the same one. */
const FOLDER_NAME = 'Token Tray';

interface UserEnvironment {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  /** The home folder in the system's user list. May throw if the user is not in it. */
  homeOfUser(): string;
}

const thisUser: UserEnvironment = {
  platform: process.platform,
  env: process.env,
  homeOfUser: homedir,
};

/**
 * The default data folder: what `app.getPath('userData')` is in the desktop app, computed without Electron.
 * Throws `data_folder_unknown` if the user has no home folder.
 */
export function defaultDataFolder(user: UserEnvironment = thisUser): string {
  const { platform, env } = user;
  if (platform === 'win32') {
    const roaming = env['APPDATA'];
    if (roaming === undefined || !win32.isAbsolute(roaming)) {
      throw new TokenTrayError('data_folder_unknown', { variable: 'APPDATA' });
    }
    return win32.join(roaming, FOLDER_NAME);
  }
  if (platform === 'darwin') {
    return posix.join(homeFolder(user), 'Library', 'Application Support', FOLDER_NAME);
  }
  const config = env['XDG_CONFIG_HOME'];
  // The XDG specification says to ignore a relative path.
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
    // A container's user is often in no list.
  }
  // System accounts have `/` or `/nonexistent`.
  if (!posix.isAbsolute(listed) || listed === '/' || listed === '/nonexistent') {
    throw new TokenTrayError('data_folder_unknown', { variable: 'HOME' });
  }
  return listed;
}
