import type { App } from 'electron';
import type { Log } from '../../core/ports.ts';

/** Nothing may keep the app longer than this: systems that log out kill what does. */
const DEADLINE_MS = 2500;

/**
 * Ends the app once `close` has stopped serving and let go of everything, or at the deadline. Every way out
 * comes through here: the menus, a signal, the system logging out.
 */
export function quitCleanly(app: App, close: () => Promise<void>, log: Log): void {
  let closing = false;
  // Nothing is open now. What follows is Node's teardown, which waits for its tasks, and has waited forever.
  app.on('quit', (_event, exitCode) => {
    process.exit(exitCode);
  });
  const closeOnce = (): void => {
    if (closing) return;
    closing = true;
    const deadline = setTimeout(() => {
      log('warning', 'Something did not stop in time.');
      app.exit(0);
    }, DEADLINE_MS);
    void close()
      .catch((error: unknown) => {
        log('error', 'Something did not stop cleanly.', { reason: String(error) });
      })
      .finally(() => {
        clearTimeout(deadline);
        app.exit(0);
      });
  };
  app.on('will-quit', (event) => {
    event.preventDefault();
    closeOnce();
  });
  // Windows that shuts down or logs out tells the windows, and not the app.
  app.on('browser-window-created', (_event, window) => {
    window.on('session-end', closeOnce);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      app.quit();
    });
  }
}
