import type { VNode } from 'preact';
import { SHORTCUTS } from '../state/shortcuts.ts';
import { useStore } from '../state/store.ts';
import { VIEWS, type ViewName } from '../state/views.ts';
import {
  IconActivity,
  IconConnect,
  IconDefaults,
  IconDoctor,
  IconPresets,
  IconProjects,
  IconRoom,
  IconSearch,
  IconSettings,
  IconTokens,
} from '../ui/icons.tsx';
import { words } from '../words/app-words.ts';
import { HealthShape } from './status-strip.tsx';

const ICONS: Readonly<Record<ViewName, () => VNode>> = {
  connect: IconConnect,
  projects: IconProjects,
  defaults: IconDefaults,
  presets: IconPresets,
  tokens: IconTokens,
  activity: IconActivity,
  room: IconRoom,
  doctor: IconDoctor,
  settings: IconSettings,
};

/** The views as icons and words, or in a narrow window as icons with tooltips. */
export function Rail(): VNode {
  const store = useStore();
  return (
    <nav class="rail" aria-label={words.viewsLabel}>
      <div class="rail-head">
        {/* The strip has the state in words; this repeats its shape. */}
        <HealthShape />
        <span class="rail-word strong">{words.product}</span>
      </div>
      <ul class="rail-list">
        {VIEWS.map((view, index) => (
          <li key={view} class={view === 'settings' ? 'rail-last' : undefined}>
            <RailItem view={view} index={index} />
          </li>
        ))}
      </ul>
      <button
        type="button"
        class="rail-item"
        data-tip={`${words.showPalette} ${SHORTCUTS.palette}`}
        onClick={() => (store.paletteOpen.value = true)}
      >
        <IconSearch />
        <span class="rail-word grow">{words.showPalette}</span>
        <kbd class="rail-word keys" aria-hidden="true">
          {SHORTCUTS.palette}
        </kbd>
      </button>
    </nav>
  );
}

function RailItem({ view, index }: { view: ViewName; index: number }): VNode {
  const store = useStore();
  const Icon = ICONS[view];
  const current = store.view.value === view;
  return (
    <button
      type="button"
      class="rail-item"
      aria-current={current ? 'page' : undefined}
      data-tip={`${words.views[view]} ${SHORTCUTS.view(index)}`}
      onClick={() => store.show(view)}
    >
      <Icon />
      <span class="rail-word grow">{words.views[view]}</span>
      <kbd class="rail-word keys rail-keys" aria-hidden="true">
        {SHORTCUTS.view(index)}
      </kbd>
    </button>
  );
}
