import type { App, Notification, NotificationConstructorOptions } from 'electron';
import type { TokenTray } from '../../core/create-token-tray.ts';
import type { TrayShell } from '../../core/tray/run-tray-command.ts';
import type { MainWindow } from './main-window.ts';

/** Longer texts are cut by every system. */
const MAX_LENGTH = 300;

interface NotifierPorts {
  platform: NodeJS.Platform;
  /** Whether the system has notifications at all. */
  isSupported: boolean;
  create(options: NotificationConstructorOptions): Notification;
  /** Windows shows toasts only of an installed app; a balloon of the tray icon comes up for all. */
  balloon: ((body: string) => void) | undefined;
  /** Notifications turned out not to arrive, such as those of an unsigned app on macOS. */
  onUnavailable(reason: string): void;
  /** Says it in the window, where notifications do not arrive. */
  sayInWindow(message: string): void;
}

export interface Notifier {
  /** Whether notifications arrive, as far as is known. */
  readonly supported: boolean;
  /** Tells the person something they have to know. `inWindow` says it where notifications do not arrive. */
  tell(message: string, inWindow?: () => void): void;
  /** Confirms something that worked; left out where notifications do not arrive. */
  confirm(message: string): void;
}

export function createNotifier(ports: NotifierPorts): Notifier {
  const { platform, create, balloon, onUnavailable, sayInWindow } = ports;
  let supported = ports.isSupported;
  let shown: Notification | undefined;

  const show = (message: string, onFailed: () => void): void => {
    const body = plainBody(message, platform);
    if (balloon !== undefined) {
      balloon(body);
      return;
    }
    // One at a time: a new message takes the place of the last.
    shown?.close();
    shown = create({ title: 'Token Tray', body, silent: true, timeoutType: 'default' });
    shown.once('failed', (_event, reason) => {
      supported = false;
      onUnavailable(reason);
      onFailed();
    });
    shown.show();
  };

  return {
    get supported() {
      return supported;
    },
    tell: (
      message,
      inWindow = () => {
        sayInWindow(message);
      },
    ) => {
      if (supported) show(message, inWindow);
      else inWindow();
    },
    confirm: (message) => {
      if (supported) show(message, () => {});
    },
  };
}

/**
 * A message as every notification server shows it: text. Linux servers may read markup in it, and those that
 * do not would show escapes as they are; so what begins markup is replaced by its look-alike.
 */
export function plainBody(message: string, platform: NodeJS.Platform): string {
  const line = Array.from(message.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim());
  const short =
    line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1).join('')}…` : line.join('');
  return platform === 'linux'
    ? short.replaceAll('&', '＆').replaceAll('<', '‹').replaceAll('>', '›')
    : short;
}

interface ShellPorts {
  app: App;
  core: Pick<TokenTray, 'snapshot'>;
  window: Pick<MainWindow, 'show' | 'isInFront'>;
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
      if (notifyOnCopy && !window.isInFront()) notifier.confirm(message);
    },
    tell: (message) => {
      notifier.tell(message);
    },
    complain: ({ message }) => {
      notifier.tell(message);
    },
  };
}
