import { removeWindowSession, writeWindowSession } from '../../adapters/lock/lock-owner.ts';
import type { RoomPages } from '../../control/room-pages.ts';
import type { TokenTray } from '../../core/create-token-tray.ts';
import type { Log } from '../../core/ports.ts';

export interface ServedWindow {
  url: string;
  newLink(): string;
  close(): Promise<void>;
}

interface ServeWindowOptions {
  core: TokenTray;
  /** Settled once the core can save. Calls wait for it. */
  started: Promise<void>;
  port: number;
  rendererFolder: string;
  folder: string;
  instanceId: string;
  log: Log;
}

/** Serves the window and leaves the command line a way to it. Loaded late: no token waits for this. */
export async function serveWindow({
  core,
  started,
  port,
  rendererFolder,
  folder,
  instanceId,
  log,
}: ServeWindowOptions): Promise<ServedWindow> {
  const [{ startControlServer }, { createSession }] = await Promise.all([
    import('../../control/control-server.ts'),
    import('../../control/session.ts'),
  ]);
  const session = createSession();
  const { listen } = core;
  const dispatch: TokenTray['dispatch'] = async (name, input) => {
    await started;
    return core.dispatch(name, input);
  };
  const server = await startControlServer({ port, dispatch, listen, session, rendererFolder, log });
  const { url } = server;
  try {
    writeWindowSession(folder, { instanceId, url, token: session.token });
  } catch {
    log('warning', 'The command line cannot reach this host: its session file cannot be written.');
  }
  return {
    url,
    newLink: () => server.newLink(),
    close: async () => {
      removeWindowSession(folder, instanceId);
      await server.close();
    },
  };
}

/** Loaded with the first room page that a person opens. */
export function createLateRoomPages(rendererFolder: string, log: Log): RoomPages {
  let pages: RoomPages | undefined;
  return {
    open: async (ticket) => {
      const { createRoomPages } = await import('../../control/room-pages.ts');
      pages ??= createRoomPages({ rendererFolder, log });
      return pages.open(ticket);
    },
    close: async () => pages?.close(),
  };
}
