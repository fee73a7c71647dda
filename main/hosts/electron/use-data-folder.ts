import { join, resolve } from 'node:path';
import type { App } from 'electron';

/**
 * Takes `--data-dir` for everything the app keeps, and puts what Chromium keeps into a folder of its own
 * inside. Has to run before the single-instance lock, which is one per data folder.
 */
export function useDataFolder(app: App, dataFolder: string | undefined): void {
  if (dataFolder !== undefined && dataFolder !== '') app.setPath('userData', resolve(dataFolder));
  app.setPath('sessionData', join(app.getPath('userData'), 'browser'));
}
