import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { ClearDialog } from './frame/clear-dialog.tsx';
import { HostNotices } from './frame/host-notices.tsx';
import { Rail } from './frame/rail.tsx';
import { ConnectionTrouble, StatusStrip } from './frame/status-strip.tsx';
import { useStore } from './state/store.ts';
import { LazyPart } from './ui/lazy-part.tsx';
import { ToastList } from './ui/toast-list.tsx';
import { loadOtherViews, loadView, loadedViews } from './views/load-view.ts';
import { words } from './words/app-words.ts';

const loadPalette = async () => (await import('./palette/palette.tsx')).Palette;
const loadDrillSheet = async () => (await import('./views/drills/drill-sheet.tsx')).DrillSheet;
const loadPhoneSheet = async () => (await import('./views/phone/phone-sheet.tsx')).PhoneSheet;

/** The frame around every view: rail, title, the one status strip, what the host has to say. */
export function App(): VNode {
  const store = useStore();
  const view = store.view.value;
  const known = store.feed.snapshot.value !== undefined;
  const isOnline = store.connection.value === 'online';
  const View = loadedViews.value[view];

  useEffect(() => {
    loadView(view);
    document.title = `${words.views[view]} · ${words.product}`;
  }, [view]);

  useEffect(() => {
    if (!known || !isOnline) return undefined;
    const timer = setTimeout(() => {
      loadOtherViews();
      // What it finds comes with the state.
      void store.client.call('import.scan');
    }, 400);
    return () => clearTimeout(timer);
  }, [known, isOnline]);

  return (
    <div class="app">
      <a class="skip" href="#content">
        {words.skip}
      </a>
      <Rail />
      <main class="main" id="content" tabIndex={-1}>
        <header class="head">
          <h1>{words.views[view]}</h1>
          {known ? <StatusStrip /> : null}
          <ConnectionTrouble />
          {known ? <HostNotices /> : null}
        </header>
        {known && View !== undefined ? (
          <View key={view} />
        ) : (
          <div class="pane">
            {store.connection.value === 'signed_out' ||
            store.connection.value === 'offline' ? null : (
              <p class="quiet loading">{words.loading}</p>
            )}
          </div>
        )}
      </main>
      <ToastList />
      <LazyPart open={store.paletteOpen} load={loadPalette} />
      <LazyPart open={store.drillsOpen} load={loadDrillSheet} />
      <LazyPart open={store.phoneOpen} load={loadPhoneSheet} />
      <ClearDialog />
    </div>
  );
}
