import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { shell, type App } from 'electron';
import { TokenTrayError } from '../../contract/errors.ts';
import type { HostActions } from '../../core/ports.ts';
import { writeAtomically } from '../../adapters/files/write-atomically.ts';
import type { HostClipboard } from './clipboard.ts';
import { setStartAtLogin } from './login-item.ts';
import { linkUrl } from './open-link.ts';

interface ActionPorts {
  app: App;
  clipboard: HostClipboard;
  dataFolder: string;
  logFolder: string;
}

/** What the desktop can do for the core. */
export function createHostActions({
  app,
  clipboard,
  dataFolder,
  logFolder,
}: ActionPorts): HostActions {
  return {
    copyText: clipboard.copyText,
    copySecret: clipboard.copySecret,
    openLink: async (link, query) => {
      const url = linkUrl(link, query);
      if (url === undefined) {
        throw new TokenTrayError('not_supported', { reason: 'That address is not on the list.' });
      }
      await shell.openExternal(url).catch(() => {
        throw new TokenTrayError('not_supported', { reason: 'No browser answered.' });
      });
    },
    revealPath: async (path) => {
      const trouble = await shell.openPath(path === 'data' ? dataFolder : logFolder);
      if (trouble !== '') throw new TokenTrayError('not_supported', { reason: trouble });
    },
    setStartAtLogin: async (start, hidden) => {
      setStartAtLogin(app, start, hidden);
    },
    writeExport: async (fileName, content) => {
      const folder = join(dataFolder, 'exports');
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const path = join(folder, fileName);
      writeAtomically(path, content);
      return path;
    },
  };
}
