import type { Client } from '../../../main/contract/client.ts';
import type { SettingsChanges } from '../../../main/contract/settings.ts';
import type { Reply } from '../../../main/contract/transport.ts';
import type { Feed } from './feed.ts';

export interface SettingsWriter {
  /**
   * Saves one change. Changes go out one after the other, each with the revision it was made on: two
   * quick switches must not look like two windows to the host.
   */
  change(changes: SettingsChanges): Promise<Reply<null>>;
}

export function createSettingsWriter(client: Client, feed: Feed): SettingsWriter {
  let last: Promise<unknown> = Promise.resolve();

  const write = async (changes: SettingsChanges): Promise<Reply<null>> => {
    const before = feed.snapshot.value ?? (await feed.refresh());
    const revision = before?.revision ?? 0;
    const reply = await client.call('settings.update', { revision, changes });
    if (feed.snapshot.value?.revision === revision || !reply.ok) await feed.refresh();
    return reply;
  };

  return {
    change(changes) {
      const written = last.then(() => write(changes));
      last = written;
      return written;
    },
  };
}
