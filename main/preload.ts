import { contextBridge, ipcRenderer } from 'electron';
import { isEventName, type Reply, type Transport } from './contract/client.ts';
import { CALL_CHANNEL, EVENT_CHANNEL } from './hosts/electron/ipc.ts';

/**
 * The window's transport: two functions, and nothing of Electron behind them that a page could reach. A
 * page gets payloads, never the event object, whose `sender` would be a way around the contract.
 */
const transport = {
  // The host answers nothing but replies (ipc.ts), and the contract's client types their values.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  call: (name, input) => ipcRenderer.invoke(CALL_CHANNEL, name, input) as Promise<Reply<unknown>>,
  listen: (event, listener) => {
    if (!isEventName(event)) throw new TypeError(`There is no event named "${event}".`);
    const receive = (_event: unknown, name: unknown, payload: unknown): void => {
      if (name === event) listener(payload);
    };
    ipcRenderer.on(EVENT_CHANNEL, receive);
    return () => {
      ipcRenderer.off(EVENT_CHANNEL, receive);
    };
  },
} satisfies Transport;

contextBridge.exposeInMainWorld('tokenTray', transport);
