import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';
import { TokenTrayError } from '../../contract/errors.ts';
import type { Log } from '../../core/ports.ts';
import { startCommand, startOptions, type Machine } from './start-command.ts';

/** Why this system cannot start the app at login; `undefined` where it can. */
export function startAtLoginAbsence(app: App, platform = process.platform): string | undefined {
  // It would register Electron itself, which then starts with no app.
  return platform === 'darwin' && !app.isPackaged
    ? 'macOS starts only a packaged app at login: run npm run package, and open the app that it makes.'
    : undefined;
}

/** Makes the system start the app when the person logs in, or no longer. Throws `not_supported` with the reason. */
export function setStartAtLogin(
  app: App,
  start: boolean,
  hidden: boolean,
  machine: Machine = process,
): void {
  if (machine.platform === 'linux') setAutostart(app, start, hidden);
  else if (machine.platform === 'win32') setRunKey(app, start, hidden, machine);
  else setLoginItem(app, start);
}

/** Whether macOS opened the app at login, which it tells by a call and not by an argument. */
export function isOpenedAtLogin(app: App): boolean {
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

/** Updates the entry to where the app is now, since it may have been moved. */
export function refreshLoginItem(
  app: App,
  hidden: boolean,
  log: Log,
  machine: Machine = process,
): void {
  try {
    setStartAtLogin(app, true, hidden, machine);
  } catch (error) {
    log('warning', 'The login item could not be refreshed.', {
      reason: error instanceof Error ? error.message : 'unknown',
    });
  }
}

/** macOS passes no arguments to a login item; it tells the app that it was opened at login. */
function setLoginItem(app: App, start: boolean): void {
  app.setLoginItemSettings({ openAtLogin: start });
  const { status } = app.getLoginItemSettings();
  if (!start || status === 'enabled') return;
  const reason =
    status === 'requires-approval'
      ? 'macOS asks for your approval: turn on Token Tray in System Settings, under General, Login Items.'
      : 'macOS does not find the app. Move Token Tray into the Applications folder and open it from there.';
  throw new TokenTrayError('not_supported', { reason });
}

function setRunKey(app: App, start: boolean, hidden: boolean, machine: Machine): void {
  const [path, ...args] = startCommand(
    app,
    { ...startOptions(process.argv), hidden, port: undefined },
    machine,
  );
  const entry = { path, args: args.map(quoteForWindows) };
  const { launchItems } = app.getLoginItemSettings(entry);
  // What was turned off in the Task Manager stays off, also when the entry is refreshed.
  const isTurnedOff = launchItems.some((item) => item.scope === 'user' && !item.enabled);
  app.setLoginItemSettings({ ...entry, openAtLogin: start, enabled: !isTurnedOff });
}

/** As Windows takes a command line apart again (`CommandLineToArgvW`). */
function quoteForWindows(argument: string): string {
  if (/^[\w@%+=:,./\\-]+$/.test(argument) && !argument.endsWith('\\')) return argument;
  let quoted = '';
  let backslashes = 0;
  for (const character of argument) {
    if (character === '"') quoted += '\\'.repeat(backslashes + 1);
    backslashes = character === '\\' ? backslashes + 1 : 0;
    quoted += character;
  }
  return `"${quoted}${'\\'.repeat(backslashes)}"`;
}

function setAutostart(app: App, start: boolean, hidden: boolean): void {
  const path = autostartPath();
  const entry = autostartEntry(
    startCommand(app, { ...startOptions(process.argv), hidden, port: undefined }),
  );
  try {
    if (!start) {
      rmSync(path, { force: true });
    } else if (readEntry(path) !== entry) {
      mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
      writeFileSync(path, entry, { mode: 0o644 });
    }
  } catch (error) {
    throw new TokenTrayError('not_supported', {
      reason: `${path} cannot be written. ${error instanceof Error ? error.message : ''}`,
    });
  }
}

function readEntry(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function autostartPath(): string {
  const configFolder = process.env['XDG_CONFIG_HOME'] ?? '';
  return join(
    configFolder === '' ? join(homedir(), '.config') : configFolder,
    'autostart',
    'dev.tokentray.app.desktop',
  );
}

/**
 * An entry for ~/.config/autostart (Desktop Application Autostart Specification) that starts `command`.
 * The arguments are quoted as the Desktop Entry Specification has it.
 */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.5',
    'Name=Token Tray',
    'Comment=LiveKit token server in the tray',
    `Exec=${command.map(quoteArgument).join(' ')}`,
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Inside double quotes `"`, backtick, `$` and backslash are escaped; a `%` would begin a field code. */
function quoteArgument(argument: string): string {
  const quoted = `"${argument.replace(/["`$\\]/g, '\\$&').replace(/%/g, '%%')}"`;
  return escapeString(quoted);
}

/** The escapes of every string value, applied after the quoting of Exec. */
function escapeString(text: string): string {
  return text
    .replace(/\\/g, '\\\\')
    .replace(/\n/g, '\\n')
    .replace(/\t/g, '\\t')
    .replace(/\r/g, '\\r');
}
