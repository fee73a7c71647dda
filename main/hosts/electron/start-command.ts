import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, win32 } from 'node:path';
import type { App } from 'electron';
import { TokenTrayError } from '../../contract/errors.ts';

export interface StartOptions {
  /** Started by the system or for the tray alone: no window. */
  hidden: boolean;
  /** `--data-dir`, as given. */
  dataFolder: string | undefined;
  /** `--port`, for this run only. */
  port: number | undefined;
}

/** Switches of Chromium's that a start may need to work here, or to find the same keys. */
const CARRIED_SWITCHES = ['no-sandbox', 'password-store'];

/** Chromium hands a second start's arguments to the first in one message of at most 32 KiB. */
const MAX_ARGUMENTS_LENGTH = 16 * 1024;

/** The switches the desktop app knows, `--name value` or `--name=value`. Others are ignored. */
export function startOptions(argv: readonly string[]): StartOptions {
  const port = valueOf(argv, '--port');
  return {
    hidden: argv.includes('--hidden'),
    dataFolder: valueOf(argv, '--data-dir'),
    port: port === undefined ? undefined : toPort(port),
  };
}

/** What of the process tells how it was started. */
export type Machine = Pick<NodeJS.Process, 'platform' | 'env' | 'execPath'>;

/** How this very app is started again: a one-file build by its file, a checkout by Electron and its folder. */
export function startCommand(
  app: App,
  { hidden, dataFolder, port }: StartOptions,
  machine: Machine = process,
): [executable: string, ...args: string[]] {
  const { env, execPath } = machine;
  return [
    appImage(env, execPath) ?? portableFile(machine) ?? execPath,
    ...CARRIED_SWITCHES.flatMap((name) => {
      if (!app.commandLine.hasSwitch(name)) return [];
      const value = app.commandLine.getSwitchValue(name);
      return [value === '' ? `--${name}` : `--${name}=${value}`];
    }),
    ...(app.isPackaged ? [] : [app.getAppPath()]),
    ...(dataFolder === undefined ? [] : [`--data-dir=${resolve(dataFolder)}`]),
    ...(port === undefined ? [] : [`--port=${port}`]),
    ...(hidden ? ['--hidden'] : []),
  ];
}

/**
 * The AppImage that this program runs from. The variable alone proves nothing: a program of another AppImage
 * passes its own on to what it starts.
 */
export function appImage(
  env: Readonly<Record<string, string | undefined>>,
  execPath: string,
): string | undefined {
  const { APPIMAGE: file, APPDIR: mounted } = env;
  if (file === undefined || mounted === undefined || mounted === '') return undefined;
  return isBelow(realPath(mounted), realPath(execPath)) ? file : undefined;
}

/**
 * The file of Windows' portable build, which runs from a temporary folder. What it starts inherits the variable,
 * so it counts only for a program that lies there.
 */
function portableFile({ platform, env, execPath }: Machine): string | undefined {
  const file = env['PORTABLE_EXECUTABLE_FILE'];
  if (platform !== 'win32' || file === undefined) return undefined;
  const temporary = win32.normalize(env['TEMP'] ?? '').toLowerCase();
  const between = win32.relative(temporary, execPath.toLowerCase());
  const isThere = temporary !== '.' && !between.startsWith('..') && !win32.isAbsolute(between);
  return isThere ? file : undefined;
}

function isBelow(folder: string, path: string): boolean {
  const between = relative(folder, path);
  return between !== '' && !between.startsWith('..') && !isAbsolute(between);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/**
 * Starts the app again without its surplus arguments, where they are too long to hand over, and returns
 * whether it did. Otherwise the first copy would not understand the second, and the second would take the
 * first for hung and kill it.
 */
export function restartWithoutSurplusArguments(
  app: App,
  argv: readonly string[],
  options: StartOptions,
): boolean {
  if (lengthOf(argv) <= MAX_ARGUMENTS_LENGTH) return false;
  const [execPath, ...args] = startCommand(app, options);
  // What is left is needed. Without this a data folder with too long a path would start the app endlessly.
  if (lengthOf([execPath, ...args]) > MAX_ARGUMENTS_LENGTH) {
    throw new Error('the arguments are too long. Use a shorter --data-dir.');
  }
  app.relaunch({ execPath, args });
  return true;
}

/** In bytes, with the zero that ends each. */
function lengthOf(args: readonly string[]): number {
  return args.reduce((sum, argument) => sum + Buffer.byteLength(argument) + 1, 0);
}

function valueOf(argv: readonly string[], name: string): string | undefined {
  const index = argv.findIndex((argument) => argument === name || argument.startsWith(`${name}=`));
  if (index === -1) return undefined;
  const argument = argv[index] ?? '';
  return argument === name ? argv[index + 1] : argument.slice(name.length + 1);
}

function toPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new TokenTrayError('port_invalid');
  return port;
}
