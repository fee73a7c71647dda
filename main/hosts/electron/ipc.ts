import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { EVENT_NAMES, type EventName } from '../../contract/events.ts';
import { failure } from '../../contract/errors.ts';
import type { Reply } from '../../contract/transport.ts';
import type { TokenTray } from '../../core/token-tray.ts';
import { isAppPage } from './app-url.ts';
import { CALL_CHANNEL, EVENT_CHANNEL } from './ipc-channels.ts';
import { isPlainData } from './plain-data.ts';

interface IpcPorts {
  core: Pick<TokenTray, 'dispatch' | 'listen'>;
  /** The window's contents while there is a window. */
  contents(): WebContents | undefined;
}

/** The contract over IPC: one channel for calls, one for events. A call is answered by a value and never throws. */
export function serveIpc({ core, contents }: IpcPorts): void {
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

/** Pushes an event to the window, where there is one. */
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
