import type { SettingsChanges } from '../../../../main/contract/settings.ts';
import type { Override } from '../../../../main/contract/snapshot.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { words } from '../../words/settings-words.ts';

/** Saves a change at once. On failure a message says so and the switch stays as it was. */
export function useChange(): (changes: SettingsChanges) => Promise<boolean> {
  const store = useStore();
  return async (changes) => {
    const reply = await store.settings.change(changes);
    if (!reply.ok) store.tell(reply.error);
    return reply.ok;
  };
}

/** Why `setting` can't be changed here, if something outside decides it. */
export function useOverride(setting: Override['setting']): string | undefined {
  const override = useSnapshot().overrides.find((known) => known.setting === setting);
  return override === undefined ? undefined : words.overridden(override.source);
}
