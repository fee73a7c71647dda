import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Lk } from '../../core/ports.ts';
import { findProgram } from '../find-program.ts';

export interface LkOptions {
  /** Where lk keeps its file; `undefined` where there is no home folder. */
  home: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
  platform?: NodeJS.Platform;
}

/** lk's file of projects. No variable or flag of lk moves it. */
export function lkFile(home: string): string {
  return join(home, '.livekit', 'cli-config.yaml');
}

export const SIGN_IN_ARGUMENTS = ['cloud', 'auth'] as const;

const MAX_OUTPUT = 16 * 1024;
/** How long the program may take to end. */
const KILL_AFTER_MS = 2_000;
/** What lk started, a browser for one, may hold its output open after it has ended. */
const LAST_WORDS_MS = 200;

/** What lk and the browser that it opens need. None of it is a key. */
const PASSED_ON =
  /^(?:PATH|HOME|USER|LOGNAME|LANG|LC_\w+|TMPDIR|TEMP|TMP|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_\w+|DBUS_SESSION_BUS_ADDRESS|DESKTOP_SESSION|BROWSER|TERM|NO_COLOR|https?_proxy|no_proxy|all_proxy|SSL_CERT_\w+|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES(?:\(X86\))?|SYSTEMROOT|WINDIR|COMSPEC|PATHEXT)$/i;

/** The first `lk` on the PATH, or else where Homebrew, Go, winget and install scripts put it. */
export function findLk({ home, env, platform = process.platform }: LkOptions): string | undefined {
  const isWindows = platform === 'win32';
  const { GOBIN, GOPATH, LOCALAPPDATA } = env;
  const folders = [
    ...(GOBIN === undefined ? [] : [GOBIN]),
    ...(GOPATH === undefined ? [] : [join(GOPATH, 'bin')]),
    ...(home === undefined ? [] : [join(home, '.local', 'bin'), join(home, 'go', 'bin')]),
    ...(isWindows && home !== undefined ? [join(home, 'scoop', 'shims')] : []),
    ...(isWindows && LOCALAPPDATA !== undefined
      ? [join(LOCALAPPDATA, 'Microsoft', 'WinGet', 'Links')]
      : []),
  ];
  return findProgram('lk', { env, platform, folders });
}

/** The environment for lk: what it needs, and nothing that this process signs with. */
export function environmentForLk(env: LkOptions['env']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && PASSED_ON.test(entry[0]),
    ),
  );
}

type SignInOptions = Parameters<Lk['signIn']>[1] & Pick<LkOptions, 'env' | 'home'>;

/** Runs `lk cloud auth` without a shell and without an input. */
export function runSignIn(
  path: string,
  { onOutput, signal, env, home }: SignInOptions,
): ReturnType<Lk['signIn']> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(path, SIGN_IN_ARGUMENTS, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environmentForLk(env),
      windowsHide: true,
      ...(home === undefined ? {} : { cwd: home }),
    });
    const hear = (chunk: Buffer): void => {
      if (output.length >= MAX_OUTPUT) return;
      output = withoutColours(output + chunk.toString('utf8')).slice(0, MAX_OUTPUT);
      onOutput(output);
    };
    const end = (code: number | null): void => {
      signal.removeEventListener('abort', stop);
      clearTimeout(killer);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ code, output });
    };
    let killer: NodeJS.Timeout | undefined;
    const stop = (): void => {
      child.kill();
      killer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', (error) => {
      output = `${output}\n${error.message}`;
      end(null);
    });
    child.once('close', end);
    child.once('exit', (code) => {
      setTimeout(end, LAST_WORDS_MS, code).unref();
    });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

function withoutColours(text: string): string {
  // oxlint-disable-next-line no-control-regex -- an escape sequence begins with one.
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r', '\n');
}
