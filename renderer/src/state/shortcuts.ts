import { VIEWS } from './views.ts';
import type { Store } from './store.ts';

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

/** Shortcuts as this system writes them. */
export const SHORTCUTS = {
  palette: isApple ? '⌘K' : 'Ctrl+K',
  view: (index: number): string => (isApple ? `⌥${index + 1}` : `Alt+${index + 1}`),
} as const;

/** Ctrl or Cmd+K opens the palette, Alt+digit a view. Letters alone do nothing, because people type. */
export function startShortcuts(page: Window, store: Store): void {
  page.addEventListener('keydown', (event) => {
    const command = isApple ? event.metaKey : event.ctrlKey;
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
