import type { VNode } from 'preact';
import { HealthShape } from './status-strip.tsx';
import { useStore, type Store } from '../state/store.ts';
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
        data-tip={`${words.showPalette} ${SHORTCUTS.palette()}`}
        onClick={() => (store.paletteOpen.value = true)}
      >
        <IconSearch />
        <span class="rail-word grow">{words.showPalette}</span>
        <kbd class="rail-word keys" aria-hidden="true">
          {SHORTCUTS.palette()}
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

/** Shortcuts as this system writes them. */
export const SHORTCUTS = {
  palette: (): string => (isApple() ? '⌘K' : 'Ctrl+K'),
  view: (index: number): string => (isApple() ? `⌥${index + 1}` : `Alt+${index + 1}`),
} as const;

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform);
}

/** Ctrl or Cmd+K opens the palette, Alt+digit a view. Letters alone do nothing, because people type. */
export function startShortcuts(page: Window, store: Store): void {
  page.addEventListener('keydown', (event) => {
    const command = isApple() ? event.metaKey : event.ctrlKey;
    if (command && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      // A dialog is waiting for an answer; the palette would open behind it.
      if (store.paletteOpen.value || page.document.querySelector('dialog[open]') === null) {
        store.paletteOpen.value = !store.paletteOpen.value;
      }
      return;
    }
    const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || digit === undefined)
      return;
    const view = VIEWS[Number(digit) - 1];
    if (view === undefined) return;
    event.preventDefault();
    store.show(view);
  });
}
