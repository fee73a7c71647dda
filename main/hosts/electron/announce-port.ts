import type { DataFolderLock } from '../../adapters/data-folder-lock.ts';
import type { TokenTray } from '../../core/token-tray.ts';

/** Keeps the note beside the lock true to the port, for whoever finds the folder in use. */
export function announcePort(core: Pick<TokenTray, 'listen'>, lock: DataFolderLock): void {
  let announced: number | undefined;
  core.listen('state.changed', ({ server }) => {
    const port = server.status === 'serving' ? server.port : undefined;
    if (port === announced) return;
    announced = port;
    lock.updateOwner({ port });
  });
}
