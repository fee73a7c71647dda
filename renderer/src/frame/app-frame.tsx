import { useSignal, type Signal, signal } from '@preact/signals';
import type { VNode, ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { Rail } from './rail.tsx';
import { ConnectionTrouble, StatusStrip } from './status-strip.tsx';
import { useStore, useSnapshot } from '../state/store.ts';
import { VIEWS, type ViewName } from '../state/views.ts';
import { Button } from '../ui/button.tsx';
import { IconCross, ShapeBad, ShapeGood } from '../ui/icons.tsx';
import { Notice } from '../ui/notice.tsx';
import { words } from '../words/app-words.ts';

const loadPalette = async () => (await import('../palette/palette.tsx')).Palette;
const loadClearDialog = async () => (await import('./clear-dialog.tsx')).ClearDialog;
const loadDrillSheet = async () => (await import('../views/drills/drill-sheet.tsx')).DrillSheet;
const loadPhoneSheet = async () => (await import('../views/phone/phone-sheet.tsx')).PhoneSheet;

/** The frame around every view: rail, title, the one status strip, what the host has to say. */
export function AppFrame(): VNode {
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
      <LazyPart open={store.clearing} load={loadClearDialog} />
      <LazyPart open={store.drillsOpen} load={loadDrillSheet} />
      <LazyPart open={store.phoneOpen} load={loadPhoneSheet} />
    </div>
  );
}

/** What happened to the data, until it is dismissed, and why nothing can be saved. */
function HostNotices(): VNode {
  const store = useStore();
  const { notices, readOnly } = useSnapshot();
  return (
    <>
      {readOnly === undefined ? null : (
        <Notice kind="attention" title={words.readOnly}>
          {readOnly}
        </Notice>
      )}
      {notices.map(({ id, message }) => (
        <Notice
          key={id}
          kind="attention"
          actions={
            <Button
              small
              onClick={() => void store.settle(store.client.call('notice.dismiss', { id }))}
            >
              {words.dismiss}
            </Button>
          }
        >
          {message}
        </Notice>
      ))}
    </>
  );
}

/** Messages with their undo, and the live region for screen readers. */
function ToastList(): VNode {
  const { toasts } = useStore();
  return (
    <>
      <div role="status" class="unseen">
        {toasts.spoken.value}
      </div>
      <div class="toasts" role="log" aria-live="polite" aria-label={words.messages}>
        {toasts.list.value.map(({ id, kind, message, undo }) => (
          <div key={id} class={`toast toast-${kind}`}>
            {kind === 'done' ? <ShapeGood /> : <ShapeBad />}
            <span class="grow">{message}</span>
            {undo === undefined ? null : (
              <Button
                small
                onClick={() => {
                  toasts.dismiss(id);
                  void undo();
                }}
              >
                {words.undo}
              </Button>
            )}
            <Button
              kind="quiet"
              small
              icon={<IconCross />}
              label={words.dismiss}
              onClick={() => toasts.dismiss(id)}
            />
          </div>
        ))}
      </div>
    </>
  );
}

interface LazyPartProps<Open> {
  open: Signal<Open | undefined>;
  load: () => Promise<ComponentType>;
}

/** A part of the window that is loaded the first time it opens. */
function LazyPart<Open>({ open, load }: LazyPartProps<Open>): VNode | null {
  const part = useSignal<{ Part: ComponentType } | undefined>(undefined);
  const isOpen = open.value !== undefined && open.value !== false;

  useEffect(() => {
    if (!isOpen || part.value !== undefined) return;
    void load().then(
      (Part) => (part.value = { Part }),
      () => (open.value = undefined),
    );
  }, [isOpen]);

  if (!isOpen || part.value === undefined) return null;
  const { Part } = part.value;
  return <Part />;
}

const LOADERS: Readonly<Record<ViewName, () => Promise<ComponentType>>> = {
  connect: async () => (await import('../views/connect/connect-view.tsx')).ConnectView,
  projects: async () => (await import('../views/projects/projects-view.tsx')).ProjectsView,
  defaults: async () => (await import('../views/defaults/defaults-view.tsx')).DefaultsView,
  presets: async () => (await import('../views/presets/presets-view.tsx')).PresetsView,
  tokens: async () => (await import('../views/tokens/tokens-view.tsx')).TokensView,
  activity: async () => (await import('../views/activity/activity-view.tsx')).ActivityView,
  room: async () => (await import('../views/room/room-view.tsx')).RoomView,
  doctor: async () => (await import('../views/doctor/doctor-view.tsx')).DoctorView,
  settings: async () => (await import('../views/settings/settings-view.tsx')).SettingsView,
};

/** The views loaded so far: the shown one first, the others while the window is idle. */
const loadedViews = signal<Readonly<Partial<Record<ViewName, ComponentType>>>>({});

const asked = new Set<ViewName>();

export function loadView(name: ViewName): void {
  if (asked.has(name)) return;
  asked.add(name);
  void load(name);
}

async function load(name: ViewName): Promise<void> {
  try {
    const view = await LOADERS[name]();
    loadedViews.value = { ...loadedViews.value, [name]: view };
  } catch {
    // The host went away before the view loaded. The next visit tries again.
    asked.delete(name);
  }
}

function loadOtherViews(): void {
  for (const name of VIEWS) loadView(name);
}
