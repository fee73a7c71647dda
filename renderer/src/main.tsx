import { render } from 'preact';
import { App } from './app.tsx';
import { startClock } from './state/now.ts';
import { startShortcuts } from './state/shortcuts.ts';
import { StoreProvider, createStore } from './state/store.ts';
import { applyTheme } from './state/theme.ts';
import { loadView } from './views/load-view.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/buttons.css';
import './styles/fields.css';
import './styles/overlays.css';
import './styles/groups.css';
import './styles/frame.css';
import './styles/data.css';
import { chooseLink } from './transport/choose.ts';

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
