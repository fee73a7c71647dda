import { resolve } from 'node:path';
import type { App } from 'electron';
import type { StartOptions } from './start-options.ts';

/** Switches of Chromium's that a start may need to work here, or to find the same keys. */
const CARRIED_SWITCHES = ['no-sandbox', 'password-store'];

/** How this very app is started again: an AppImage by its own file, a checkout by Electron and its folder. */
export function startCommand(
  app: App,
  options: StartOptions,
): [executable: string, ...args: string[]] {
  const { hidden, dataFolder, port } = options;
  return [
    process.env['APPIMAGE'] ?? process.execPath,
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
