import { batch, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { ActivityEntry, IssuedToken } from '../../../main/contract/activity.ts';
import type { Client } from '../../../main/contract/client.ts';
import type { HostDescription } from '../../../main/contract/host.ts';
import { MAX_ACTIVITY_ENTRIES } from '../../../main/contract/limits.ts';
import type { Snapshot } from '../../../main/contract/snapshot.ts';
import type { LinkStatus } from '../transport/link.ts';

export interface Feed {
  readonly host: ReadonlySignal<HostDescription | undefined>;
  readonly snapshot: ReadonlySignal<Snapshot | undefined>;
  /** Newest first. `undefined`: not read yet. */
  readonly activity: ReadonlySignal<readonly ActivityEntry[] | undefined>;
  /** Newest first. */
  readonly tokens: ReadonlySignal<readonly IssuedToken[] | undefined>;
  /** Takes a state that a reply or an event brought, unless a newer one is known. */
  adopt(snapshot: Snapshot): void;
  /** Reads the state anew, for when a change must be seen before its event comes. */
  refresh(): Promise<Snapshot | undefined>;
}

/** Everything the host tells, kept current: read whole when the link comes up, then by events. */
export function createFeed(client: Client, status: ReadonlySignal<LinkStatus>): Feed {
  const host = signal<HostDescription | undefined>();
  const snapshot = signal<Snapshot | undefined>();
  const activity = signal<readonly ActivityEntry[] | undefined>();
  const tokens = signal<readonly IssuedToken[] | undefined>();

  let heard = nothingHeard();

  const adopt = (value: Snapshot): void => {
    if (value.sequence >= (snapshot.value?.sequence ?? 0)) snapshot.value = value;
  };

  const refresh = async (): Promise<Snapshot | undefined> => {
    const reply = await client.call('state.get');
    if (reply.ok) adopt(reply.value);
    return snapshot.value;
  };

  const readAll = async (): Promise<void> => {
    const meanwhile = nothingHeard();
    heard = meanwhile;
    const [described, , listed, issued] = await Promise.all([
      client.call('host.describe'),
      refresh(),
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

  client.listen('state.changed', (value) => {
    adopt(value);
  });
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

  return { host, snapshot, activity, tokens, adopt, refresh };
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
