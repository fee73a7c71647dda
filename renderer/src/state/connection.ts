import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { isJsonObject } from '../../../main/contract/json.ts';
import type { HostLink, LinkStatus } from '../transport/link.ts';

/** How often the host is asked while the window is visible, and how long it may take to answer. */
export const PULSE_MS = 450;
/** From here on a host that doesn't answer counts as gone. */
export const GONE_MS = 3000;

/**
 * Whether the host is there, known within a second even if it hangs without closing anything: a visible
 * window asks twice a second. Each answer says how new the host's state is, so that a state whose event got
 * lost is fetched.
 */
export function createConnection(
  link: HostLink,
  page: Document,
  onSequence: (sequence: number) => void,
): ReadonlySignal<LinkStatus> {
  const pulse = signal<'online' | 'late' | 'offline'>('online');
  let asked: { since: number } | undefined;

  const ask = async (): Promise<void> => {
    const question = { since: Date.now() };
    asked = question;
    const reply = await link.call('host.pulse', undefined);
    if (asked !== question) return;
    asked = undefined;
    pulse.value = reply.ok || reply.error.code !== 'server_unreachable' ? 'online' : 'offline';
    if (reply.ok && isJsonObject(reply.value) && typeof reply.value['sequence'] === 'number') {
      onSequence(reply.value['sequence']);
    }
  };

  const beat = (): void => {
    if (page.visibilityState !== 'visible' || link.status.value !== 'online') {
      asked = undefined;
      return;
    }
    if (asked === undefined) void ask();
    else pulse.value = Date.now() - asked.since < GONE_MS ? 'late' : 'offline';
  };
  setInterval(beat, PULSE_MS);
  page.addEventListener('visibilitychange', beat);

  return computed(() => (link.status.value === 'online' ? pulse.value : link.status.value));
}
