import type { App } from 'electron';
import type { TokenTray } from '../../core/token-tray.ts';
import type { TrayShell } from '../../core/tray/run-tray-command.ts';
import type { Notifier } from './notifications.ts';
import type { MainWindow } from './window.ts';

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
      // Without notifications the window is the one place that can say it: its state has the reason.
      else window.show();
    },
  };
}
