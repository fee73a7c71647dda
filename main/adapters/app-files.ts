import { isAbsolute, join } from 'node:path';
import { TokenTrayError } from '../contract/errors.ts';
import type { AppFolder } from '../core/ports.ts';
import { failureReason } from './files/failure-reason.ts';
import { readRegularFile } from './files/read-regular-file.ts';
import { writeAtomically } from './files/write-atomically.ts';

const MAX_BYTES = 1024 * 1024;

/** Files in the folder of an app on this machine, which the user named. */
export function createAppFolder(): AppFolder {
  return {
    read(folder, name) {
      const reading = readRegularFile(pathOf(folder, name), MAX_BYTES, { followLinks: true });
      if (reading.state === 'read') return reading.bytes.toString('utf8');
      if (reading.state === 'absent') return undefined;
      throw new TokenTrayError('app_file_unreadable', { file: name, reason: reading.reason });
    },
    write(folder, name, text) {
      try {
        writeAtomically(pathOf(folder, name), text, { followLinks: true });
      } catch (error) {
        if (error instanceof TokenTrayError) throw error;
        throw new TokenTrayError('app_file_unwritable', {
          file: name,
          reason: failureReason(error),
        });
      }
    },
  };
}

function pathOf(folder: string, name: string): string {
  if (!isAbsolute(folder)) {
    const detail = 'Enter the whole path of the folder.';
    throw new TokenTrayError('invalid_input', { detail }, 'folder');
  }
  return join(folder, name);
}
