import { dialog } from 'electron';
import { TokenTrayError } from '../../contract/errors.ts';

/** Says why the app cannot start, in a window of its own, since it has no other yet. */
export function showStartTrouble(error: unknown): void {
  const message =
    error instanceof TokenTrayError
      ? error.failure.message
      : `Something went wrong while starting: ${error instanceof Error ? error.message : 'unknown'}`;
  dialog.showErrorBox('Token Tray cannot start', message);
}
