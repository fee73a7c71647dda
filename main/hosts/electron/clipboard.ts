import type { Clipboard, ClipboardItem } from 'electron';

/** Long enough to paste, short enough to forget. */
export const SECRET_SECONDS = 30;

const STILL_THERE =
  'The API secret could not be cleared from the clipboard. Copy something else to replace it.';

/** The formats by which each system's clipboard managers recognise an entry that they should not keep. */
const CONCEALED_MARKS: Partial<Record<NodeJS.Platform, readonly [format: string, value: string]>> =
  {
    darwin: ['org.nspasteboard.ConcealedType', ''],
    linux: ['x-kde-passwordManagerHint', 'secret'],
    win32: ['ExcludeClipboardContentFromMonitorProcessing', '1'],
  };

export interface HostClipboard {
  copyText(text: string): Promise<void>;
  readText(): Promise<string>;
  /** Concealed from clipboard managers, and cleared after `SECRET_SECONDS` if it is still there. */
  copySecret(secret: string): Promise<void>;
  /** Clears a secret that is still on the clipboard, before the app goes. */
  clearSecret(): Promise<void>;
}

interface ClipboardPorts {
  /** Electron's. Its `selection` is there on Linux alone. */
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
    const selection: Clipboard | undefined = clipboard.selection;
    // Chromium copies to X11's primary selection too, from which a middle click pastes.
    for (const board of selection === undefined ? [clipboard] : [clipboard, selection]) {
      // Something that was copied since stays.
      if ((await board.readText()) !== secret) continue;
      board.clear();
      if ((await board.readText()) === secret) report(STILL_THERE);
    }
  };

  return {
    copyText: (text) => clipboard.writeText(text),
    readText: () => clipboard.readText(),
    copySecret: async (secret) => {
      if (held !== undefined) clearTimeout(held.timer);
      held = undefined;
      await clipboard.write([createItem(concealedText(secret, process.platform))]);
      held = {
        secret,
        timer: setTimeout(() => {
          void clearSecret().catch(() => {
            report(STILL_THERE);
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
