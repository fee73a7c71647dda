import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';
import { TokenTrayError } from '../../contract/errors.ts';
import type { Log } from '../../core/ports.ts';
import { startCommand, startOptions } from './start-command.ts';

/** Makes the system start the app when the person logs in, or no longer. Throws `not_supported` with the reason. */
export function setStartAtLogin(app: App, start: boolean, hidden: boolean): void {
  if (process.platform === 'linux') {
    setAutostart(app, start, hidden);
    return;
  }
  // macOS 13 tells the app that it was opened at login, and has no arguments for it.
  app.setLoginItemSettings(
    process.platform === 'win32'
      ? {
          openAtLogin: start,
          // The portable build runs from a temporary folder; this variable names the file that was started.
          path: process.env['PORTABLE_EXECUTABLE_FILE'] ?? process.execPath,
          args: hidden ? ['--hidden'] : [],
        }
      : { openAtLogin: start },
  );
}

/** Whether macOS opened the app at login, which there is told by the system and not by an argument. */
export function isOpenedAtLogin(app: App): boolean {
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

/** Brings the entry up to date with where the app is now: it may have been moved since. */
export function refreshLoginItem(app: App, hidden: boolean, log: Log): void {
  try {
    setStartAtLogin(app, true, hidden);
  } catch (error) {
    log('warning', 'The login item could not be refreshed.', {
      reason: error instanceof Error ? error.message : 'unknown',
    });
  }
}

function setAutostart(app: App, start: boolean, hidden: boolean): void {
  const path = autostartPath();
  const entry = autostartEntry(
    startCommand(app, { ...startOptions(process.argv), hidden, port: undefined }),
    undefined,
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
export function autostartEntry(command: readonly string[], icon: string | undefined): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.5',
    'Name=Token Tray',
    'Comment=LiveKit token server in the tray',
    `Exec=${command.map(quoteArgument).join(' ')}`,
    ...(icon === undefined ? [] : [`Icon=${escapeString(icon)}`]),
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
