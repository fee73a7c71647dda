import { Notification } from 'electron';

/** Says one line through the system. Answers whether the system can; what it said before is replaced. */
export function createNotifier(): { readonly supported: boolean; notify(body: string): void } {
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
