import { isBlockedByBrowsers } from './blocked-ports.ts';
import { failure, type Failure } from './errors.ts';

/**
 * Why `port` cannot be the endpoint's, or `undefined`. 0 means any free port and is fine for one run.
 * Node would take "abc" for the name of a socket file, and throw on what is out of range.
 */
export function portProblem(port: number): Failure | undefined {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    return failure('port_invalid', {}, 'port');
  }
  return isBlockedByBrowsers(port) ? failure('port_blocked', { port }, 'port') : undefined;
}

/** A port as a person types it; `undefined` for what is not plain decimal digits. */
export function parsePort(text: string): number | undefined {
  return /^\d{1,5}$/.test(text.trim()) ? Number(text.trim()) : undefined;
}
