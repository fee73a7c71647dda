import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Temporary files beside the ones we write, and locks of dead processes that were moved away. */
const LEFTOVER =
  /^(?:(?:settings|secrets|lock-owner)\.json.*\.tmp-|settings\.next\.json|lock\.dead-)/;

/**
 * Removes what a killed process left in the data folder in the middle of a write. For the holder of the lock
 * alone: another one's write would be taken for a leftover. Never throws; what stays is tried at the next start.
 */
export function removeLeftovers(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      if (LEFTOVER.test(name)) rmSync(join(folder, name), { force: true, recursive: true });
    }
  } catch {
    // A read-only folder says so at the first save.
  }
}
