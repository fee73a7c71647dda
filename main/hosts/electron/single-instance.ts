import type { App } from 'electron';

/**
 * Whether this is the first copy for its data folder. A second one ends, and the first shows its window;
 * what the second was started with is not looked at, since anything on the machine can start it.
 */
export function isFirstInstance(app: App, show: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', () => {
    show();
  });
  return true;
}
