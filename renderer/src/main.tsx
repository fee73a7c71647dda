import { render } from 'preact';
import { App } from './app.tsx';
import { startClock } from './state/clock.ts';
import { startShortcuts } from './state/shortcuts.ts';
import { StoreProvider } from './state/store-context.ts';
import { createStore } from './state/store.ts';
import { applyTheme } from './state/theme.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/buttons.css';
import './styles/fields.css';
import './styles/overlays.css';
import './styles/groups.css';
import './styles/frame.css';
import './styles/data.css';
import { chooseLink } from './transport/choose.ts';
import { loadView } from './views/load-view.ts';

const root = document.getElementById('app');
if (root === null) throw new Error('The page has no #app.');

const store = createStore(chooseLink(window), window);
applyTheme(document.documentElement, localStorage, store.feed.snapshot);
loadView(store.view.value);
startClock(document);
startShortcuts(window, store);
render(
  <StoreProvider value={store}>
    <App />
  </StoreProvider>,
  root,
);
