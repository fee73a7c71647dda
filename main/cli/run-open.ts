import { TokenTrayError } from '../contract/errors.ts';
import type { CommandContext } from './command-context.ts';
import { findHost } from './find-host.ts';
import { askForWindowLink } from './http-transport.ts';

/** `open`: a fresh link to the window of the host that runs here, opened in the browser where there is one. */
export async function runOpen(
  { io, folder }: CommandContext,
  { open }: { open: boolean },
): Promise<void> {
  const running = await findHost(folder());
  if (running === undefined) throw new TokenTrayError('not_running', { folder: folder() });
  if (running.kind === 'closed') {
    throw new TokenTrayError(
      running.owner.kind === 'desktop' ? 'desktop_running' : 'window_not_served',
      { pid: running.owner.pid },
    );
  }
  const { url, expiresInSeconds } = await askForWindowLink(running.session);
  const opened = open && (await io.openBrowser(url));
  io.out(
    `${opened ? 'Opened' : 'Open'} ${url}\nThe link works once and for ${expiresInSeconds} s; this command makes a new one.\n`,
  );
}
