import type { Clipboard, ClipboardItem } from 'electron';

/** Long enough to paste, short enough to forget. */
export const SECRET_SECONDS = 30;

/** The formats by which each system's clipboard managers recognise an entry that they should not keep. */
const CONCEALED_MARKS: Partial<Record<NodeJS.Platform, readonly [format: string, value: string]>> =
  {
    darwin: ['org.nspasteboard.ConcealedType', ''],
    linux: ['x-kde-passwordManagerHint', 'secret'],
    win32: ['ExcludeClipboardContentFromMonitorProcessing', '1'],
  };

export interface HostClipboard {
  copyText(text: string): Promise<void>;
  /** Concealed from clipboard managers, and cleared after `SECRET_SECONDS` if it is still there. */
  copySecret(secret: string): Promise<void>;
  /** Clears a secret that is still on the clipboard, before the app goes. */
  clearSecret(): Promise<void>;
}

interface ClipboardPorts {
  clipboard: Clipboard;
  createItem(data: Record<string, string>): ClipboardItem;
  /** Tells the person that a secret could not be cleared, as Wayland may refuse in the background. */
  report(message: string): void;
}

/** The system's clipboard. */
export function createClipboard({ clipboard, createItem, report }: ClipboardPorts): HostClipboard {
  let held: { secret: string; timer: NodeJS.Timeout } | undefined;

  const clearSecret = async (): Promise<void> => {
    if (held === undefined) return;
    const { secret, timer } = held;
    held = undefined;
    clearTimeout(timer);
    // Something that was copied since stays.
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
      await clipboard.write([createItem(concealedText(secret, process.platform))]);
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

/** A secret as the clipboard takes it, by MIME type: its text, and the system's mark that it is one. */
export function concealedText(secret: string, platform: NodeJS.Platform): Record<string, string> {
  const mark = CONCEALED_MARKS[platform];
  if (mark === undefined) return { 'text/plain': secret };
  const [format, value] = mark;
  return { 'text/plain': secret, [`electron application/osclipboard;format="${format}"`]: value };
}
