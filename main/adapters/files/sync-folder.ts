import { closeSync, fsyncSync, openSync } from 'node:fs';

/**
 * Makes a rename inside `folder` survive a power cut. Windows cannot open a folder and some network file
 * systems cannot sync one; the rename has happened by then, so that is no failure of the save.
 */
export function syncFolder(folder: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(folder, 'r');
  } catch {
    return;
  }
  try {
    fsyncSync(descriptor);
  } catch {
    // See above: nothing to undo.
  } finally {
    closeSync(descriptor);
  }
}
