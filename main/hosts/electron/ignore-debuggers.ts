import type { App } from 'electron';

const DEBUG_SWITCHES = ['remote-debugging-port', 'remote-debugging-pipe', 'inspect', 'inspect-brk'];

/**
 * In a packaged app a debugger would open the window and its secrets to any program, so what asks for one
 * has no effect. Has to run before the app is ready.
 */
export function ignoreDebuggers(app: App): void {
  if (!app.isPackaged) return;
  for (const name of DEBUG_SWITCHES) app.commandLine.removeSwitch(name);
  // It asks Node for its inspector; where the fuse denies that, nobody would hold it and it would end the app.
  process.on('SIGUSR1', () => {});
}
