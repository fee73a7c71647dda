import type { Reply } from '../../../main/contract/client.ts';
import type { ServerSettings, SettingsChanges } from '../../../main/contract/settings.ts';
import type { Changed } from '../../../main/contract/snapshot.ts';
import type { Feed } from './feed.ts';

export type SettingsChange = SettingsChanges | ((server: ServerSettings) => SettingsChanges);

export interface SettingsWriter {
  /**
   * Saves one change. Changes go out one after the other, each with the revision it was made on: two
   * quick switches must not look like two windows to the host. A change that builds on what is there, such
   * as a list with one more, is a function: it is given the settings of that same revision.
   */
  change(change: SettingsChange): Promise<Reply<Changed>>;
}

export function createSettingsWriter({ client, snapshot }: Feed): SettingsWriter {
  let last: Promise<unknown> = Promise.resolve();

  const write = async (change: SettingsChange): Promise<Reply<Changed>> => {
    let before = snapshot.value;
    if (before === undefined) {
      const read = await client.call('state.get');
      if (!read.ok) return read;
      before = read.value;
    }
    const { revision, settings } = before;
    const changes = typeof change === 'function' ? change(settings.server) : change;
    const reply = await client.call('settings.update', { revision, changes });
    // A refused change was made on an older state, whose event may still be on its way.
    if (!reply.ok) await client.call('state.get');
    return reply;
  };

  return {
    change(change) {
      const written = last.then(() => write(change));
      last = written;
      return written;
    },
  };
}
