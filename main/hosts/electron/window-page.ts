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

/** A window that is opened again before is there at once. */
export const GIVE_BACK_MS = 5 * 60_000;

/**
 * Run in the page: whether it holds what would be lost with it. That is text not saved yet, or what a view marks
 * with `data-keep`, such as a room that was joined.
 */
const HOLDS_SOMETHING = `
  document.querySelector('[data-keep]') !== null ||
  [...document.querySelectorAll('textarea, input[type=password]')]
    .some((field) => !field.readOnly && field.value !== '')
`;

type RestingWindow = Pick<BrowserWindow, 'on' | 'isDestroyed' | 'isVisible' | 'destroy'> & {
  webContents: { executeJavaScript(code: string): Promise<unknown> };
};

/**
 * Gives the page of a hidden window back after some minutes, which takes 60 MiB and wakes the machine. The next time
 * it is shown, it is made again.
 */
export function giveBackWhenHidden(window: RestingWindow): void {
  let timer: NodeJS.Timeout | undefined;
  const isUsed = (): boolean => window.isDestroyed() || window.isVisible();

  const giveBack = async (): Promise<void> => {
    if (isUsed()) return;
    const holdsSomething = await window.webContents
      .executeJavaScript(HOLDS_SOMETHING)
      .catch(() => true);
    if (isUsed()) return;
    if (holdsSomething === false) window.destroy();
    else wait();
  };
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void giveBack(), GIVE_BACK_MS);
  };
  const stop = (): void => {
    clearTimeout(timer);
  };

  window.on('hide', wait);
  window.on('show', stop);
  window.on('closed', stop);
}
