import type { App } from 'electron';

const DEBUG_SWITCHES = ['remote-debugging-port', 'remote-debugging-pipe', 'inspect', 'inspect-brk'];

/** In a packaged app these would open the window and its secrets to any program. Has to run before the app is ready. */
export function ignoreDebugSwitches(app: App): void {
  if (!app.isPackaged) return;
  for (const name of DEBUG_SWITCHES) app.commandLine.removeSwitch(name);
}
