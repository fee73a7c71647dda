import type { ReadonlySignal } from '@preact/signals';
import type { Transport } from '../../../main/contract/client.ts';

/**
 * `connecting`: nothing is known yet. `offline`: the host does not answer; the link keeps trying.
 * `signed_out`: the host answers and does not know this window.
 */
export type LinkStatus = 'connecting' | 'online' | 'offline' | 'signed_out';

/** A transport that also knows whether its host is there. */
export interface HostLink extends Transport {
  readonly status: ReadonlySignal<LinkStatus>;
  /** Tries again now instead of at the next turn. */
  retry(): void;
}
