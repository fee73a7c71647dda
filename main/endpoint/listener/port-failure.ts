import { isBlockedByBrowsers } from '../../contract/blocked-ports.ts';
import { failure, type Failure } from '../../contract/errors.ts';

/**
 * Why a port may not be used at all, whoever asks for it. Node would take "abc" for the name of a socket
 * file, and throw on what is out of range. 0, any free port, is for tests and the command line.
 */
export function portFailure(port: number): Failure | undefined {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    return failure('port_invalid', {}, 'port');
  }
  return isBlockedByBrowsers(port) ? failure('port_blocked', { port }, 'port') : undefined;
}
