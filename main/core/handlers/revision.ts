import { TokenTrayError } from '../../contract/errors.ts';

/** Refuses (`conflict`) a change that was made on an older version than the one that is kept. */
export function requireRevision(kind: string, kept: number, seen: number): void {
  if (kept !== seen) throw new TokenTrayError('conflict', { kind });
}
