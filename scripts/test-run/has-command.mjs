// @ts-check
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Whether a command is on the PATH. POSIX only: nothing is looked for on Windows.
 *
 * @param {string} name
 * @param {string} [path] The PATH.
 * @returns {boolean}
 */
export function hasCommand(name, path = process.env['PATH'] ?? '') {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
