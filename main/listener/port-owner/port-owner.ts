import { linuxListeners } from './linux.ts';
import { lsofListeners } from './lsof.ts';
import { windowsListeners } from './windows.ts';

/** A process that listens on a port. */
export interface PortListener {
  pid: number;
  /** Absent where the system does not tell this user. */
  name?: string;
}

/** Long enough for `lsof` on a busy Mac; a person waits for the message that this is for. */
const WITHIN_MS = 1_500;

/** The processes that listen on `port`, as far as the system tells and in time. Never throws. */
export async function portListeners(port: number): Promise<PortListener[]> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<PortListener[]>((resolve) => {
    timer = setTimeout(() => resolve([]), WITHIN_MS);
  });
  const found = listenersOn(process.platform)(port, WITHIN_MS).catch(() => []);
  const listeners = await Promise.race([found, tooLate]);
  clearTimeout(timer);
  return listeners;
}

type FindListeners = (port: number, withinMs: number) => Promise<PortListener[]>;

function listenersOn(platform: NodeJS.Platform): FindListeners {
  if (platform === 'linux') return linuxListeners;
  if (platform === 'win32') return windowsListeners;
  return lsofListeners;
}
