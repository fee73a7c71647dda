import type { Preset, PresetFields } from '../../../../main/contract/preset.ts';
import { slugify } from '../../../../main/contract/text.ts';
import type { Store } from '../../state/store.ts';
import { words } from '../../words/preset-words.ts';

export async function addPreset(store: Store): Promise<void> {
  await create(store, words.newName, { ttlSeconds: 900, grants: { video: { roomJoin: true } } });
}

export async function duplicatePreset(
  store: Store,
  { name, ttlSeconds, grants }: Preset,
): Promise<void> {
  await create(store, words.copyOf(name), { ttlSeconds, grants });
}

export async function makeDefault(store: Store, { id: presetId }: Preset): Promise<void> {
  const project = store.activeProject.value;
  if (project === undefined) return;
  const { id, revision } = project;
  await store.settle(store.client.call('project.update', { id, revision, changes: { presetId } }));
}

/** Deletes at once. The message has an undo. */
export async function removePreset(store: Store, { id, name }: Preset): Promise<void> {
  const gone = await store.settle(store.client.call('preset.remove', { id }));
  if (gone === undefined) return;
  if (store.selected.presets.value === id) store.selected.presets.value = undefined;
  const undo = async (): Promise<void> => {
    const back = await store.settle(store.client.call('preset.restore', { id }));
    if (back !== undefined) store.toasts.announce(words.restored(back.value.item.name));
  };
  store.toasts.show({ kind: 'done', message: words.removed(name), undo });
}

async function create(
  store: Store,
  wanted: string,
  rest: Pick<PresetFields, 'ttlSeconds' | 'grants'>,
): Promise<void> {
  const presets = store.feed.snapshot.value?.presets ?? [];
  const name = free(wanted, new Set(presets.map((preset) => preset.name)), ' ');
  const slug = free(slugify(wanted, 'preset'), new Set(presets.map((preset) => preset.slug)), '-');
  const made = await store.settle(
    store.client.call('preset.create', { fields: { name, slug, ...rest } }),
  );
  if (made !== undefined) store.selected.presets.value = made.value.item.id;
}

/** `wanted`, or the first of `wanted 2`, `wanted 3`, ... that is not taken. */
function free(wanted: string, taken: ReadonlySet<string>, gap: string): string {
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted}${gap}${number}`)) number += 1;
  return `${wanted}${gap}${number}`;
}
