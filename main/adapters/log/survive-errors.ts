import { errorTrace } from '../../contract/error-trace.ts';
import type { Log } from '../../core/ports.ts';

/** Keeps serving through uncaught errors, and logs each one's trace. */
export function surviveErrors(log: Log): void {
  const note = (kind: string) => (error: unknown) => {
    log('error', kind, { ...errorTrace(error) });
  };
  process.on('uncaughtException', note('Uncaught error'));
  process.on('unhandledRejection', note('Unhandled rejection'));
  // Serving goes on when the reader of our output has gone.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
}
