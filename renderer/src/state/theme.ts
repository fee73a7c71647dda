import { effect, type ReadonlySignal } from '@preact/signals';
import type { Snapshot } from '../../../main/contract/snapshot.ts';

const STORAGE_KEY = 'token-tray.theme';

/** Puts the chosen theme on the root, at once from the last time, so that the first paint has it. */
export function applyTheme(
  root: HTMLElement,
  storage: Storage,
  snapshot: ReadonlySignal<Snapshot | undefined>,
): void {
  setTheme(root, storage.getItem(STORAGE_KEY) ?? 'system');
  effect(() => {
    const theme = snapshot.value?.settings.app.theme;
    if (theme === undefined) return;
    setTheme(root, theme);
    storage.setItem(STORAGE_KEY, theme);
  });
}

function setTheme(root: HTMLElement, theme: string): void {
  if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
  else delete root.dataset['theme'];
}
