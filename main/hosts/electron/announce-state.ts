import type { DataFolderLock } from '../../adapters/lock/data-folder-lock.ts';
import type { Log } from '../../core/ports.ts';
import type { TokenTray } from '../../core/token-tray.ts';
import { serverLine } from '../../core/tray/server-line.ts';

/** Says where tokens are served in the log, in the tray's words, and in the note for whoever finds the data folder in use. */
export function announceState(
  core: Pick<TokenTray, 'listen'>,
  lock: DataFolderLock,
  log: Log,
): void {
  let announced = '';
  core.listen('state.changed', (snapshot) => {
    const line = serverLine(snapshot);
    if (line === announced) return;
    announced = line;
    const { server } = snapshot;
    log(server.status === 'failed' ? 'warning' : 'info', line);
    lock.updateOwner({ port: server.status === 'serving' ? server.port : undefined });
  });
}
