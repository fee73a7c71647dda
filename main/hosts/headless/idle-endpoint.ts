import { TokenTrayError } from '../../contract/errors.ts';
import type { EndpointControl } from '../../core/ports.ts';

/** The endpoint of a command that runs for a moment and serves nobody. */
export function createIdleEndpoint(): EndpointControl {
  const state = { status: 'stopped' } as const;
  return {
    state,
    apply: () => Promise.resolve(state),
    onChange: () => () => {},
    replay: () => Promise.reject(new TokenTrayError('endpoint_stopped')),
    close: () => Promise.resolve(),
  };
}
