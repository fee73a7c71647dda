import type { Log } from '../../core/ports.ts';

/**
 * Keeps serving through errors that nobody caught, and writes each down once, by kind and place: its words
 * may hold what somebody sent.
 */
export function surviveErrors(log: Log): void {
  const note = (kind: string) => (error: unknown) => {
    const name = error instanceof Error ? error.name : typeof error;
    const place = error instanceof Error ? /^\s+at .*$/m.exec(error.stack ?? '')?.[0].trim() : '';
    log('error', kind, { name, at: place ?? '' });
  };
  process.on('uncaughtException', note('Uncaught error'));
  process.on('unhandledRejection', note('Unhandled rejection'));
  // A reader of our output that has gone is no reason to stop serving.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
}
