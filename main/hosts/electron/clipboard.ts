import { clipboard, ClipboardItem } from 'electron';
import { concealedText } from './concealed-text.ts';

/** Long enough to paste, short enough to forget. */
export const SECRET_SECONDS = 30;

export interface HostClipboard {
  copyText(text: string): Promise<void>;
  /** Concealed from clipboard managers, and cleared after `SECRET_SECONDS` if it is still there. */
  copySecret(secret: string): Promise<void>;
  /** Clears a secret that is still on the clipboard, before the app goes. */
  clearSecret(): Promise<void>;
}

/** The system's clipboard. `report` is told when a secret could not be cleared, as Wayland may refuse in the background. */
export function createClipboard(report: (message: string) => void): HostClipboard {
  let held: { secret: string; timer: NodeJS.Timeout } | undefined;

  const clearSecret = async (): Promise<void> => {
    if (held === undefined) return;
    const { secret, timer } = held;
    held = undefined;
    clearTimeout(timer);
    // Only what we put there is taken away again.
    if ((await clipboard.readText()) !== secret) return;
    clipboard.clear();
    if ((await clipboard.readText()) === secret) {
      report(
        'The API secret is still on the clipboard: this desktop did not let Token Tray clear it.',
      );
    }
  };

  return {
    copyText: (text) => clipboard.writeText(text),
    copySecret: async (secret) => {
      if (held !== undefined) clearTimeout(held.timer);
      held = undefined;
      await clipboard.write([new ClipboardItem(concealedText(secret, process.platform))]);
      held = {
        secret,
        timer: setTimeout(() => {
          void clearSecret().catch(() => {
            report('The API secret could not be cleared from the clipboard. Copy something else.');
          });
        }, SECRET_SECONDS * 1000),
      };
    },
    clearSecret,
  };
}
