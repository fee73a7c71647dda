import { accessSync, constants, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { App } from 'electron';
import { failureReason } from '../../adapters/files/failure-reason.ts';
import { TokenTrayError } from '../../contract/errors.ts';

/**
 * Takes `--data-dir` for everything the app keeps, and puts what Chromium keeps into a folder of its own
 * inside. Has to run before the single-instance lock, which is one per data folder. Throws
 * `data_folder_unusable` where nothing can be written: the lock would take that for another instance.
 */
export function useDataFolder(app: App, dataFolder: string | undefined): void {
  if (dataFolder !== undefined && dataFolder !== '') app.setPath('userData', resolve(dataFolder));
  const folder = app.getPath('userData');
  app.setPath('sessionData', join(folder, 'browser'));
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new TokenTrayError('data_folder_unusable', { folder, reason: failureReason(error) });
  }
}
