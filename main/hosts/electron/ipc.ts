import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { EVENT_NAMES, type EventName, type Reply } from '../../contract/client.ts';
import { failure } from '../../contract/errors.ts';
import type { TokenTray } from '../../core/create-token-tray.ts';
import { isAppPage } from './app-page.ts';

/** The two channels between the window and the host. The contract says what travels on them. */
export const CALL_CHANNEL = 'token-tray:call';
export const EVENT_CHANNEL = 'token-tray:event';

/** Deeper than any input of the contract; deep nesting overflows what copies or prints it. */
const MAX_DEPTH = 32;
/** The longest input is a file to import, at most 8 MiB of text. */
const MAX_SIZE = 10 * 1024 * 1024;

interface IpcPorts {
  ipcMain: IpcMain;
  core: Pick<TokenTray, 'dispatch' | 'listen'>;
  /** The window's contents while there is a window. */
  contents(): WebContents | undefined;
}

/** The contract over IPC: one channel for calls, one for events. A call always gets a reply and never throws. */
export function serveIpc({ ipcMain, core, contents }: IpcPorts): void {
  ipcMain.handle(CALL_CHANNEL, async (event, ...received: unknown[]): Promise<Reply<unknown>> => {
    if (!isFromWindow(event, contents())) return { ok: false, error: failure('unauthorized') };
    const [name, input] = received;
    if (received.length > 2 || typeof name !== 'string' || !isPlainData(input)) {
      return {
        ok: false,
        error: failure('invalid_input', { detail: 'A call is a name and one plain value.' }),
      };
    }
    return core.dispatch(name, input);
  });

  for (const name of EVENT_NAMES) {
    core.listen(name, (payload) => {
      sendEvent(contents(), name, payload);
    });
  }
}

/** Pushes an event to the window, if there is one. */
export function sendEvent(
  contents: WebContents | undefined,
  name: EventName,
  payload: unknown,
): void {
  if (contents === undefined || contents.isDestroyed() || contents.isCrashed()) return;
  contents.send(EVENT_CHANNEL, name, payload);
}

/** The window's own main frame, showing the app's own page. A frame that has just gone away is null. */
function isFromWindow(event: IpcMainInvokeEvent, contents: WebContents | undefined): boolean {
  const frame = event.senderFrame;
  return (
    contents !== undefined &&
    event.sender === contents &&
    frame !== null &&
    frame.parent === null &&
    frame === contents.mainFrame &&
    isAppPage(frame.url)
  );
}

/**
 * Whether a value that came over IPC is what JSON could carry, so that both transports bring the core the
 * same kind of input: no maps, buffers or cycles, no `__proto__` keys, bounded in depth and size.
 */
export function isPlainData(value: unknown): boolean {
  let size = 0;
  const check = (part: unknown, depth: number): boolean => {
    size += typeof part === 'string' ? part.length : 8;
    if (size > MAX_SIZE || depth > MAX_DEPTH) return false;
    if (part === null || part === undefined) return true;
    if (typeof part === 'string' || typeof part === 'boolean') return true;
    if (typeof part === 'number') return Number.isFinite(part);
    if (Array.isArray(part)) return part.every((item) => check(item, depth + 1));
    if (typeof part !== 'object' || Object.getPrototypeOf(part) !== Object.prototype) return false;
    return Object.entries(part).every(([key, item]) => {
      size += key.length;
      return key !== '__proto__' && check(item, depth + 1);
    });
  };
  return check(value, 0);
}
