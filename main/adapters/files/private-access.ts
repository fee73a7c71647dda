import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, type Stats, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, win32 } from 'node:path';
import { windowsProgram } from '../../system/run-program.ts';

/**
 * `tightened`: other users could open it until now. `ignored`: the file system takes a mode and does not
 * keep it. `refused`: it belongs to another user. `fine`: private already, or not there.
 */
type PrivateMode =
  | { state: 'fine' | 'ignored' | 'refused' }
  | { state: 'tightened'; before: string; after: string };

/** Whether group or others have any permission in a mode. */
export function isOpenToOthers(mode: number): boolean {
  return (mode & 0o077) !== 0;
}

/** Gives a file 0600 or a folder 0700 where its mode is wider. A link is left alone: its target may be anything. */
export function makePrivate(path: string): PrivateMode {
  const stats = look(path);
  if (stats === undefined || stats.isSymbolicLink() || !isOpenToOthers(stats.mode)) {
    return { state: 'fine' };
  }
  const mode = stats.isDirectory() ? 0o700 : 0o600;
  try {
    chmodSync(path, mode);
  } catch {
    return { state: 'refused' };
  }
  const after = look(path);
  if (after !== undefined && isOpenToOthers(after.mode)) return { state: 'ignored' };
  return { state: 'tightened', before: octal(stats.mode), after: octal(mode) };
}

function look(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, '0');
}

/**
 * `private`: only this user, administrators and the system may open it. `open`: others can as well. `unknown`:
 * Windows does not tell, as on a disk without access lists.
 */
export type WindowsAccess = 'private' | 'open' | 'unknown';

/** Access lists of Windows folders, through its own tools. */
export interface AccessLists {
  look(folder: string): WindowsAccess;
  /** Leaves the folder, and what is in it, to this user, administrators and the system. Throws where it cannot. */
  close(folder: string): void;
}

/** LocalSystem and the administrators group, as well-known SIDs: their names are translated. */
const SYSTEM = 'S-1-5-18';
const ADMINISTRATORS = 'S-1-5-32-544';

/** How SDDL abbreviates them, the built-in administrator, and the owner of what is made later. */
const TRUSTED = new Set([SYSTEM, ADMINISTRATORS, 'SY', 'BA', 'LA', 'CO', 'OW']);

/** Runs a program of Windows and answers its standard output. Throws where it fails. */
type RunTool = (program: 'icacls' | 'whoami', parameters: readonly string[]) => string;

/** Whether a folder lies in the user's profile, whose access list lets no other user in. */
export function isInProfile(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  const profile = env['USERPROFILE'] ?? '';
  if (!win32.isAbsolute(profile)) return false;
  const between = win32.relative(profile, folder);
  return !between.startsWith('..') && !win32.isAbsolute(between);
}

export function createAccessLists(run: RunTool = runTool): AccessLists {
  const user = (): string => {
    const sid = sidOf(run('whoami', ['/user', '/fo', 'csv', '/nh']));
    if (sid === undefined) throw new Error('whoami names no SID.');
    return sid;
  };
  return {
    look: (folder) => {
      const scratch = mkdtempSync(join(tmpdir(), 'token-tray-acl-'));
      try {
        // Its printed list has translated names; what it saves has SIDs.
        const file = join(scratch, 'acl');
        run('icacls', [folder, '/save', file, '/q']);
        return accessIn(readFileSync(file, 'utf16le'), user());
      } catch {
        return 'unknown';
      } finally {
        rmSync(scratch, { recursive: true, force: true });
      }
    },
    close: (folder) => {
      const grants = [user(), SYSTEM, ADMINISTRATORS].map((sid) => `*${sid}:(OI)(CI)F`);
      run('icacls', [folder, '/inheritance:r', '/grant:r', ...grants, '/q']);
      // What is in it may have rights of its own; it takes the folder's.
      run('icacls', [win32.join(folder, '*'), '/reset', '/t', '/c', '/q']);
    },
  };
}

/**
 * Reads what `icacls /save` wrote: the name, then its access list in SDDL, such as
 * `D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;S-1-5-21-1-2-3-1001)`. A kind of entry that we do not know counts as open.
 */
export function accessIn(saved: string, userSid: string): WindowsAccess {
  const list = saved.split('\n').find((line) => line.startsWith('D:'));
  // A folder without a list is open to everyone.
  if (list === undefined) return saved.trim() === '' ? 'unknown' : 'open';
  const entries = [...list.matchAll(/\(([^()]*)\)/g)].map(([, entry = '']) => entry.split(';'));
  const isPrivate = entries.every(([kind, , , , , trustee = '']) => {
    if (kind === 'D') return true;
    return kind === 'A' && (trustee === userSid || TRUSTED.has(trustee));
  });
  return entries.length > 0 && isPrivate ? 'private' : 'open';
}

/** The SID in the one line of `whoami /user /fo csv /nh`. */
function sidOf(line: string): string | undefined {
  return /"(S-1-[\d-]{1,100})"$/.exec(line.trim())?.[1];
}

function runTool(program: string, parameters: readonly string[]): string {
  return execFileSync(windowsProgram(program), parameters, {
    encoding: 'utf8',
    timeout: 10_000,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
