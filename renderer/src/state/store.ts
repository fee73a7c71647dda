import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type Client, type Reply } from '../../../main/contract/client.ts';
import type { Failure } from '../../../main/contract/errors.ts';
import { PHONE_SHEET } from '../../../main/contract/phone-check.ts';
import { activeProject, defaultPreset } from '../../../main/contract/selectors.ts';
import type { Preset } from '../../../main/contract/preset.ts';
import type { ProjectView } from '../../../main/contract/project.ts';
import type { HostLink, LinkStatus } from '../transport/link.ts';
import { words } from '../words/app-words.ts';
import { words as keys } from '../words/key-words.ts';
import { createChecks, mayAsk, type Checks } from './checks.ts';
import { createConnection } from './connection.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import { createFeed, type Feed } from './feed.ts';
import { createSettingsWriter, type SettingsWriter } from './settings-writer.ts';
import { createToasts, type Toasts } from './toasts.ts';
import { health, type Health } from './health.ts';
import { isViewName, lastView, rememberView, type ViewName } from './views.ts';
import type { Snapshot } from '../../../main/contract/snapshot.ts';

/** The window's state and actions, created once. */
export interface Store {
  readonly client: Client;
  readonly link: HostLink;
  /** Whether the host is there, true within a second. */
  readonly connection: ReadonlySignal<LinkStatus>;
  readonly feed: Feed;
  readonly checks: Checks;
  readonly drafts: Drafts;
  readonly toasts: Toasts;
  readonly settings: SettingsWriter;
  readonly view: ReadonlySignal<ViewName>;
  /** The id of the selected item in each view. */
  readonly selected: Readonly<Record<Selectable, Signal<string | undefined>>>;
  readonly paletteOpen: Signal<boolean>;
  readonly drillsOpen: Signal<boolean>;
  /** The sheet that checks a phone's way. */
  readonly phoneOpen: Signal<boolean>;
  /** What another view asks the doctor to look at. */
  readonly patient: Signal<Patient | undefined>;
  /** The list the person is asked about before it is cleared. */
  readonly clearing: Signal<'activity' | 'tokens' | undefined>;
  /** Whether the door for keys is open above the project list. */
  readonly adding: Signal<boolean>;
  /** What a person sees of the state at a glance. `undefined` until it is known. */
  readonly health: ReadonlySignal<Health | undefined>;
  readonly activeProject: ReadonlySignal<ProjectView | undefined>;
  readonly activePreset: ReadonlySignal<Preset | undefined>;
  show(view: ViewName): void;
  /** Whether the person asked to report a problem: the settings then show the diagnostics. */
  reporting: Signal<boolean>;
  /** Opens the doctor on a token of the list or a request. */
  examine(patient: Patient): void;
  /** Copies and announces it. `what` names the value, such as "Endpoint URL". Returns whether it worked. */
  copy(text: string, what: string): Promise<boolean>;
  /** Waits for a call. On failure shows a message and returns `undefined`. */
  settle<Value>(call: Promise<Reply<Value>>): Promise<{ value: Value } | undefined>;
  tell(failure: Failure): void;
}

/** A token of the list or a request of the activity, by its id. */
export type Patient = { tokenId: string } | { requestId: string };

export type Selectable = 'projects' | 'presets' | 'tokens' | 'activity';

export function createStore(link: HostLink, page: Window): Store {
  const connection = createConnection(link, page.document, (sequence) => feed.catchUp(sequence));
  const feed = createFeed(link, connection);
  const { client } = feed;
  const toasts = createToasts();
  const view = signal(lastView(page.localStorage));
  const phoneOpen = signal(false);

  const tell = (failure: Failure): void =>
    toasts.show({ kind: 'problem', message: failure.message });

  const settle: Store['settle'] = async (call) => {
    const reply = await call;
    if (reply.ok) return { value: reply.value };
    tell(reply.error);
    return undefined;
  };

  const copy = async (text: string, what: string): Promise<boolean> => {
    const copied =
      feed.host.value?.capabilities.clipboard === true
        ? (await client.call('clipboard.copy', { text })).ok
        : await copyInPage(page, text);
    if (copied) toasts.announce(words.copied(what));
    else toasts.show({ kind: 'problem', message: words.copyFailed });
    return copied;
  };

  const show = (name: ViewName): void => {
    view.value = name;
  };
  effect(() => rememberView(page.localStorage, view.value));
  const reporting = signal(false);
  client.listen('window.show', ({ view: name }) => {
    reporting.value = name === 'report';
    if (name === PHONE_SHEET) phoneOpen.value = true;
    else if (name === 'report') show('settings');
    else if (isViewName(name)) show(name);
  });

  const adding = signal(false);
  const selected = {
    projects: signal<string | undefined>(undefined),
    presets: signal<string | undefined>(undefined),
    tokens: signal<string | undefined>(undefined),
    activity: signal<string | undefined>(undefined),
  };
  const patient = signal<Patient | undefined>(undefined);
  const checks = createChecks(client);
  const active = computed(() => {
    const snapshot = feed.snapshot.value;
    return snapshot && activeProject(snapshot);
  });

  effect(() => {
    const project = active.value;
    if (project === undefined || connection.value !== 'online') return;
    if (mayAsk(project) && checks.of(project) === undefined)
      queueMicrotask(() => void checks.ask(project));
  });

  let signedIn: string | undefined;
  effect(() => {
    const signIn = feed.snapshot.value?.cloudSignIn;
    // The state comes again, with other news, before it is put away.
    if (signIn?.state !== 'done' || signIn.projectId === signedIn) return;
    signedIn = signIn.projectId;
    queueMicrotask(() => {
      toasts.show({ kind: 'done', message: keys.cloud.done(signIn.projectName) });
      selected.projects.value = signIn.projectId;
      adding.value = false;
      void client.call('cloud.cancel');
    });
  });

  return {
    client,
    link,
    connection,
    feed,
    checks,
    drafts: createDrafts(page.sessionStorage),
    toasts,
    settings: createSettingsWriter(feed),
    view,
    selected,
    paletteOpen: signal(false),
    drillsOpen: signal(false),
    phoneOpen,
    patient,
    clearing: signal(undefined),
    adding,
    health: computed(() => {
      const snapshot = feed.snapshot.value;
      const check = active.value && checks.of(active.value);
      return snapshot && health(snapshot, connection.value, check);
    }),
    activeProject: active,
    activePreset: computed(() => {
      const snapshot = feed.snapshot.value;
      return snapshot && defaultPreset(snapshot);
    }),
    show,
    reporting,
    examine: (who) => {
      patient.value = who;
      show('doctor');
    },
    copy,
    settle,
    tell,
  };
}

/** The page's own clipboard, for hosts without one. It works only while the page has the focus. */
async function copyInPage(page: Window, text: string): Promise<boolean> {
  try {
    await page.navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

const Context = createContext<Store | undefined>(undefined);

export const StoreProvider = Context.Provider;

export function useStore(): Store {
  const store = useContext(Context);
  if (store === undefined) throw new Error('A part was rendered outside the StoreProvider.');
  return store;
}

/** The host's state. Views render only once it is known. */
export function useSnapshot(): Snapshot {
  const snapshot = useStore().feed.snapshot.value;
  if (snapshot === undefined) throw new Error('A view was rendered before the state was read.');
  return snapshot;
}
