import { dialog } from 'electron';
import { TokenTrayError } from '../../contract/errors.ts';

/** Says why the app cannot start: in a window of its own, since it has no other yet, and where it was started. */
export function showStartTrouble(error: unknown): void {
  const message =
    error instanceof TokenTrayError
      ? error.failure.message
      : `Something went wrong while starting: ${error instanceof Error ? error.message : 'unknown'}`;
  process.stderr.write(`Token Tray cannot start. ${message}\n`);
  dialog.showErrorBox('Token Tray cannot start', message);
}
