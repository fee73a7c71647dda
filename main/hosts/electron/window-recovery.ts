import { dialog, type App, type BrowserWindow } from 'electron';
import type { Log } from '../../core/ports.ts';

/** So many reloads within the span mean that reloading does not help. */
const MAX_RELOADS = 3;
const SPAN_MS = 5 * 60_000;
/** A page that has not moved for this long is taken for dead. */
const HANG_MS = 15_000;

/**
 * Brings a window's page back when its process dies or hangs, at most three times in five minutes; then a
 * person decides. The endpoint lives in the main process, so tokens are served all the while.
 */
export function reviveWindow(window: BrowserWindow, log: Log): void {
  let reloads: number[] = [];
  let hang: NodeJS.Timeout | undefined;

  const revive = async (reason: string): Promise<void> => {
    if (window.isDestroyed()) return;
    const now = Date.now();
    reloads = reloads.filter((at) => now - at < SPAN_MS);
    if (reloads.length >= MAX_RELOADS) {
      const { response } = await dialog.showMessageBox(window, {
        type: 'warning',
        title: 'Token Tray',
        message: 'The Token Tray window keeps failing',
        detail: `Tokens are still served. Its page has stopped ${MAX_RELOADS + 1} times (${reason}).`,
        buttons: ['Open it again', 'Hide the window'],
        defaultId: 0,
        cancelId: 1,
      });
      if (window.isDestroyed()) return;
      if (response === 1) {
        window.hide();
        return;
      }
      reloads = [];
    }
    reloads.push(now);
    window.webContents.reload();
  };

  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    clearTimeout(hang);
    if (reason === 'clean-exit') return;
    log('error', 'The window stopped.', { reason, exitCode });
    void revive(reason);
  });
  window.on('unresponsive', () => {
    log('warning', 'The window does not respond.');
    clearTimeout(hang);
    hang = setTimeout(() => {
      if (!window.isDestroyed()) window.webContents.forcefullyCrashRenderer();
    }, HANG_MS);
  });
  window.on('responsive', () => {
    clearTimeout(hang);
  });
  window.on('closed', () => {
    clearTimeout(hang);
  });
}

/** Logs the end of Chromium's other processes, which it restarts by itself. */
export function logStoppedHelpers(app: App, log: Log): void {
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit')
      log('warning', 'A helper process stopped.', { type, reason, exitCode });
  });
}
