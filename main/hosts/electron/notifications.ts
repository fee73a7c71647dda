import { Notification } from 'electron';

export interface Notifier {
  /** Whether the system can show any. */
  readonly supported: boolean;
  /** Says one line; what was said before is replaced. */
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
