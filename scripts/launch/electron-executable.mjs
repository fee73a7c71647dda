// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where Electron's program is, by the same rules as `require('electron')`, but without its download:
 * that module fetches 100 MB and more as soon as it is loaded and finds nothing.
 *
 * @param {{ root: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform }} machine
 * @returns {string | undefined} An absolute path that exists, or undefined.
 */
export function electronExecutable({ root, env, platform }) {
  const packageFolder = join(root, 'node_modules/electron');
  const pathFile = join(packageFolder, 'path.txt');
  const relativePath = existsSync(pathFile)
    ? readFileSync(pathFile, 'utf8')
    : executableInside(platform);
  const folder = env['ELECTRON_OVERRIDE_DIST_PATH'] || join(packageFolder, 'dist');
  const executable = join(folder, relativePath);
  return existsSync(executable) ? executable : undefined;
}

/**
 * @param {NodeJS.Platform} platform
 * @returns {string}
 */
function executableInside(platform) {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}
