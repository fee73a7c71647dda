import { Notification, type App } from 'electron';
import type { TokenTray } from '../../core/create-token-tray.ts';
import type { TrayShell } from '../../core/tray/run-tray-command.ts';
import type { MainWindow } from './window.ts';

export interface Notifier {
  /** Whether the system can show any. */
  readonly supported: boolean;
  /** Shows one line in place of the last one. */
  notify(body: string): void;
}

export function createNotifier(): Notifier {
  let shown: Notification | undefined;
  return {
    supported: Notification.isSupported(),
    notify: (body) => {
      shown?.close();
      shown = new Notification({ title: 'Token Tray', body, silent: true, timeoutType: 'default' });
      shown.show();
    },
  };
}

interface ShellPorts {
  app: App;
  core: Pick<TokenTray, 'snapshot'>;
  window: MainWindow;
  notifier: Notifier;
}

/** What a click in a menu may touch besides the core. */
export function createTrayShell({ app, core, window, notifier }: ShellPorts): TrayShell {
  return {
    open: window.show,
    quit: () => {
      app.quit();
    },
    confirm: (message) => {
      const { notifyOnCopy } = core.snapshot().settings.app;
      if (notifyOnCopy && window.isHidden()) notifier.notify(message);
    },
    complain: ({ message }) => {
      if (notifier.supported) notifier.notify(message);
      // Without notifications only the window can say it: its state has the reason.
      else window.show();
    },
  };
}
