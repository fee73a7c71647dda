import type { ReadonlySignal } from '@preact/signals';
import type { Transport } from '../../../main/contract/client.ts';

/**
 * `connecting`: not known yet. `offline`: the host doesn't answer; the link keeps trying. `signed_out`: the
 * host answers but doesn't know this window.
 */
export type LinkStatus = 'connecting' | 'online' | 'offline' | 'signed_out';

/** A transport that also knows whether its host is there. */
export interface HostLink extends Transport {
  readonly status: ReadonlySignal<LinkStatus>;
  /** Tries again now instead of at the next turn. */
  retry(): void;
}
