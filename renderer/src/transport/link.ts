import type { ReadonlySignal } from '@preact/signals';
import type { Transport } from '../../../main/contract/client.ts';
import { failure, type Failure } from '../../../main/contract/errors.ts';
import { words } from '../words/app-words.ts';

/**
 * `connecting`: not known yet. `late`: the host hasn't answered for a moment. `offline`: the host doesn't
 * answer. `signed_out`: the host answers but doesn't know this window.
 */
export type LinkStatus = 'connecting' | 'online' | 'late' | 'offline' | 'signed_out';

/** A transport that also knows whether its host is there. Its calls never throw. */
export interface HostLink extends Transport {
  readonly status: ReadonlySignal<LinkStatus>;
  /** Commands that bring the host back or sign in, where a person starts the host in a terminal. */
  readonly commands?: { offline: string; signed_out: string };
  /** Tries again now instead of at the next turn. */
  retry(): void;
}

export function unreachable(): Failure {
  return failure('server_unreachable', { url: 'Token Tray', reason: words.hostGone });
}
