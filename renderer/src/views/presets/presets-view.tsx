import type { VNode } from 'preact';
import type { Preset, Grants } from '../../../../main/contract/preset.ts';
import { type Store, useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { IconMore, IconPlus } from '../../ui/icons.tsx';
import { LineButton, LineList, Split } from '../../ui/split.tsx';
import { Menu } from '../../ui/menu.tsx';
import { words } from '../../words/preset-words.ts';
import { lifetime } from '../../words/time.ts';
import { addPreset, duplicatePreset, makeDefault, removePreset } from './preset-actions.ts';
import { PresetEditor } from './preset-editor.tsx';
import './presets.css';

/** Named sets of grants. The selected one is edited beside the list. */
export function PresetsView(): VNode {
  const store = useStore();
  const { presets } = useSnapshot();
  const chosen = presets.find(({ id }) => id === store.selected.presets.value);
  const shown = chosen ?? store.activePreset.value ?? presets[0];

  return (
    <Split
      weight="detail"
      chosen={chosen !== undefined}
      onClose={() => (store.selected.presets.value = undefined)}
      detailLabel={words.detailLabel}
      list={
        <div class="stack">
          <div>
            <Button icon={<IconPlus />} onClick={() => void addPreset(store)}>
              {words.add}
            </Button>
          </div>
          <LineList label={words.listLabel}>
            {presets.map((preset) => (
              <PresetLine key={preset.id} preset={preset} current={preset.id === shown?.id} />
            ))}
          </LineList>
        </div>
      }
      detail={shown === undefined ? null : <PresetEditor key={shown.id} preset={shown} />}
    />
  );
}

function PresetLine({ preset, current }: { preset: Preset; current: boolean }): VNode {
  const store = useStore();
  const isDefault = store.activePreset.value?.id === preset.id;
  return (
    <li class="line preset-line" data-current={current}>
      <div class="stack-close">
        <LineButton
          strong
          current={current}
          onClick={() => (store.selected.presets.value = preset.id)}
        >
          <bdi class="cut">{preset.name}</bdi>
        </LineButton>
        <span class="quiet">{grantSummary(preset.grants)}</span>
      </div>
      <div class="line-tools">
        {isDefault ? <span class="tag tag-accent">{words.isDefault}</span> : null}
        <span class="quiet numbers">{lifetime(preset.ttlSeconds)}</span>
        <PresetMenu store={store} preset={preset} isDefault={isDefault} />
      </div>
    </li>
  );
}

function PresetMenu({
  store,
  preset,
  isDefault,
}: {
  store: Store;
  preset: Preset;
  isDefault: boolean;
}): VNode {
  return (
    <Menu
      label={`${words.menu.label}: ${preset.name}`}
      icon={<IconMore />}
      end
      items={[
        {
          kind: 'action',
          label: words.menu.makeDefault,
          disabled: isDefault || store.activeProject.value?.source === 'environment',
          run: () => void makeDefault(store, preset),
        },
        {
          kind: 'action',
          label: words.menu.duplicate,
          run: () => void duplicatePreset(store, preset),
        },
        { kind: 'separator' },
        {
          kind: 'action',
          label: words.menu.remove,
          danger: true,
          run: () => void removePreset(store, preset),
        },
      ]}
    />
  );
}

/** What a participant with these grants can do, in a few words for a list. */
function grantSummary({ video }: Grants): string {
  const { summary } = words;
  if (video.roomJoin !== true) {
    return video.roomAdmin === true || video.roomCreate === true ? summary.admin : summary.none;
  }
  const parts = [
    video.canPublish === false ? undefined : summary.publish,
    video.canSubscribe === false ? undefined : summary.subscribe,
    video.canPublishData === false ? undefined : summary.data,
    video.roomAdmin === true ? summary.admin : undefined,
    video.recorder === true ? summary.recorder : undefined,
    video.hidden === true ? summary.hidden : undefined,
  ].filter((part) => part !== undefined);
  return parts.length === 1 && parts[0] === summary.subscribe ? summary.watch : parts.join(', ');
}
