import { batch, effect, signal, type ReadonlySignal, computed } from '@preact/signals';
import type { ActivityEntry, IssuedToken } from '../../../main/contract/activity.ts';
import { createClient, type Client, type Transport } from '../../../main/contract/client.ts';
import type { HostDescription } from '../../../main/contract/host-description.ts';
import { isJsonObject } from '../../../main/contract/json.ts';
import { MAX_ACTIVITY_ENTRIES } from '../../../main/contract/limits-and-defaults.ts';
import type { Snapshot } from '../../../main/contract/snapshot.ts';
import type { LinkStatus, HostLink } from './host-link.ts';

export interface Feed {
  /** The contract's calls. A state that an answer brings is adopted before the answer is returned. */
  readonly client: Client;
  readonly host: ReadonlySignal<HostDescription | undefined>;
  /** The newest state, by its sequence, that an event or an answer brought. */
  readonly snapshot: ReadonlySignal<Snapshot | undefined>;
  /** Newest first. `undefined`: not read yet. */
  readonly activity: ReadonlySignal<readonly ActivityEntry[] | undefined>;
  /** Newest first. */
  readonly tokens: ReadonlySignal<readonly IssuedToken[] | undefined>;
  /** Reads the state if the host's is newer. */
  catchUp(sequence: number): void;
}

/** Everything the host tells, kept current: read whole when the link comes up, then by events and answers. */
export function createFeed(transport: Transport, status: ReadonlySignal<LinkStatus>): Feed {
  const host = signal<HostDescription | undefined>();
  const snapshot = signal<Snapshot | undefined>();
  const activity = signal<readonly ActivityEntry[] | undefined>();
  const tokens = signal<readonly IssuedToken[] | undefined>();

  let heard = nothingHeard();

  const isNewer = (sequence: number): boolean => sequence > (snapshot.peek()?.sequence ?? -1);
  const adopt = (value: Snapshot): void => {
    if (isNewer(value.sequence)) snapshot.value = value;
  };

  const plain = createClient(transport);
  const client: Client = {
    listen: plain.listen,
    async call(name, ...input) {
      const reply = await plain.call(name, ...input);
      const brought = reply.ok ? snapshotIn(reply.value) : undefined;
      if (brought !== undefined) adopt(brought);
      return reply;
    },
  };

  const readAll = async (): Promise<void> => {
    const meanwhile = nothingHeard();
    heard = meanwhile;
    const [described, , listed, issued] = await Promise.all([
      client.call('host.describe'),
      client.call('state.get'),
      client.call('activity.list'),
      client.call('token.list'),
    ]);
    // The link came up once more: that reading is the one that counts.
    if (heard !== meanwhile) return;
    batch(() => {
      if (described.ok) host.value = described.value;
      if (listed.ok) {
        activity.value = withAdded(meanwhile.cleared ? [] : listed.value, meanwhile.added);
      }
      if (issued.ok && !meanwhile.tokens) tokens.value = issued.value;
    });
    heard = nothingHeard();
  };

  client.listen('state.changed', adopt);
  client.listen('activity.added', (added) => {
    heard.added = [...heard.added, ...added].slice(-MAX_ACTIVITY_ENTRIES);
    activity.value = withAdded(activity.value ?? [], added);
  });
  client.listen('activity.cleared', () => {
    heard.added = [];
    heard.cleared = true;
    activity.value = [];
  });
  client.listen('tokens.changed', (value) => {
    heard.tokens = true;
    tokens.value = value;
  });
  effect(() => {
    if (status.value === 'online') void readAll();
  });

  return {
    client,
    host,
    snapshot,
    activity,
    tokens,
    catchUp(sequence) {
      if (isNewer(sequence)) void client.call('state.get');
    },
  };
}

/** The state in an answer: `state.get` is one, a change carries one. */
function snapshotIn(value: unknown): Snapshot | undefined {
  if (isSnapshot(value)) return value;
  return isJsonObject(value) && isSnapshot(value['snapshot']) ? value['snapshot'] : undefined;
}

/** Enough to tell it from the other answers of the contract. */
function isSnapshot(value: unknown): value is Snapshot {
  return isJsonObject(value) && 'sequence' in value && 'projects' in value;
}

interface Heard {
  /** Oldest first, as they came. */
  added: readonly ActivityEntry[];
  cleared: boolean;
  tokens: boolean;
}

function nothingHeard(): Heard {
  return { added: [], cleared: false, tokens: false };
}

/**
 * `list` (newest first) with `changes` (oldest first): a line that is known is replaced where it is, a new one
 * comes on top. The newest 500.
 */
export function withAdded(
  list: readonly ActivityEntry[],
  changes: readonly ActivityEntry[],
): readonly ActivityEntry[] {
  const byId = new Map(changes.map((entry) => [entry.id, entry]));
  const kept = list.map((entry) => {
    const changed = byId.get(entry.id);
    byId.delete(entry.id);
    return changed ?? entry;
  });
  return [...[...byId.values()].toReversed(), ...kept].slice(0, MAX_ACTIVITY_ENTRIES);
}

/** How often the host is asked while the window is visible, and how long it may take to answer. */
const PULSE_MS = 450;
/** From here on a host that doesn't answer counts as gone. */
const GONE_MS = 3000;

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
