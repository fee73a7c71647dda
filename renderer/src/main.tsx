import { effect } from '@preact/signals';
import { render } from 'preact';
import type { Transport } from '../../main/contract/client.ts';
import { AppFrame, loadView } from './frame/app-frame.tsx';
import { startClock } from './ui/clock.tsx';
import { startShortcuts } from './frame/rail.tsx';
import { createStore } from './state/create-store.ts';
import { StoreProvider, type Store } from './state/store.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/buttons.css';
import './styles/fields.css';
import './styles/overlays.css';
import './styles/groups.css';
import './styles/frame.css';
import './styles/panes.css';
import './styles/data.css';
import { createHttpLink, createIpcLink } from './state/host-link.ts';

declare global {
  interface Window {
    /** Exposed by the preload script of the desktop app. */
    readonly tokenTray?: Transport;
  }
}

const root = document.getElementById('app');
if (root === null) throw new Error('The page has no #app.');

// The desktop app exposes its own transport. A browser talks to the page's origin.
const link =
  window.tokenTray === undefined ? createHttpLink(window) : createIpcLink(window.tokenTray);
const store = createStore(link, window);
applyTheme(store);
loadView(store.view.value);
// The browser leaves the page for a file that is dropped where nothing takes it.
for (const type of ['dragover', 'drop'] as const) {
  window.addEventListener(type, (event) => {
    if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
  });
}
startClock(document);
startShortcuts(window, store);
render(
  <StoreProvider value={store}>
    <AppFrame />
  </StoreProvider>,
  root,
);

/** Applies the theme, at first the last known one, so that the first paint has it. */
function applyTheme({ feed }: Store): void {
  const key = 'token-tray.theme';
  effect(() => {
    const theme = feed.snapshot.value?.settings.app.theme ?? localStorage.getItem(key) ?? 'system';
    const { dataset } = document.documentElement;
    if (theme === 'light' || theme === 'dark') dataset['theme'] = theme;
    else delete dataset['theme'];
    localStorage.setItem(key, theme);
  });
}
