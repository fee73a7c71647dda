import type { Clock, Log } from '../../core/ports.ts';
import { systemClock } from '../clock.ts';
import { formatLogLine } from './log-line.ts';

/** What the log writes to: `process.stderr`. */
export interface LogStream {
  write(text: string): unknown;
}

/** The log of a host that runs in a terminal or a container. A closed stream never reaches the caller. */
export function createStderrLog(
  stream: LogStream = process.stderr,
  clock: Clock = systemClock,
): Log {
  return (level, message, fields) => {
    try {
      stream.write(`${formatLogLine(clock(), level, message, fields)}\n`);
    } catch {
      // There is nowhere left to say it.
    }
  };
}
