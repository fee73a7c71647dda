import { computed, effect, signal, type Signal } from '@preact/signals';
import { FIND_CAUSE, type Reply, PHONE_SHEET } from '../../../main/contract/client.ts';
import type { Failure } from '../../../main/contract/errors.ts';
import { activeProject, defaultPreset } from '../../../main/contract/selectors.ts';
import type { Changed } from '../../../main/contract/snapshot.ts';
import { words } from '../words/app-words.ts';
import { createConnection, createFeed, type Feed } from './feed.ts';
import { createChecks, health, mayAsk } from './health.ts';
import type { HostLink } from './host-link.ts';
import type {
  Drafts,
  Patient,
  SettingsChange,
  SettingsWriter,
  Store,
  Toast,
  Toasts,
} from './store.ts';
import { isViewName, lastView, rememberView, type ViewName } from './views.ts';

const ADDRESS_KEY = 'token-tray.address';

export function createStore(link: HostLink, page: Window): Store {
  const connection = createConnection(link, page.document, (sequence) => feed.catchUp(sequence));
  const feed = createFeed(link, connection);
  const { client } = feed;
  const toasts = createToasts();
  const view = signal(lastView(page.localStorage));
  const phoneOpen = signal(false);
  const lanAddress = signal(page.localStorage.getItem(ADDRESS_KEY) ?? undefined);

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
  effect(() => {
    if (lanAddress.value !== undefined) page.localStorage.setItem(ADDRESS_KEY, lanAddress.value);
  });
  const patient = signal<Patient | undefined>(undefined);
  const examine = (who: Patient): void => {
    patient.value = who;
    show('doctor');
  };
  const reporting = signal(false);
  client.listen('window.show', ({ view: name }) => {
    reporting.value = name === 'report';
    if (name === PHONE_SHEET) phoneOpen.value = true;
    else if (name === 'report') show('settings');
    else if (name === FIND_CAUSE) {
      const projectId = active.value?.id;
      if (projectId === undefined) show('doctor');
      else examine({ projectId });
    } else if (isViewName(name)) show(name);
  });

  const adding = signal(false);
  const selected = {
    projects: signal<string | undefined>(undefined),
    presets: signal<string | undefined>(undefined),
    tokens: signal<string | undefined>(undefined),
    activity: signal<string | undefined>(undefined),
  };
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
      toasts.show({ kind: 'done', message: words.signedIn(signIn.projectName) });
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
    lanAddress,
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
    examine,
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

function createSettingsWriter({ client, snapshot }: Feed): SettingsWriter {
  let last: Promise<unknown> = Promise.resolve();

  const write = async (change: SettingsChange): Promise<Reply<Changed>> => {
    let before = snapshot.value;
    if (before === undefined) {
      const read = await client.call('state.get');
      if (!read.ok) return read;
      before = read.value;
    }
    const { revision, settings } = before;
    const changes = typeof change === 'function' ? change(settings.server) : change;
    const reply = await client.call('settings.update', { revision, changes });
    // A refused change was made on an older state, whose event may still be on its way.
    if (!reply.ok) await client.call('state.get');
    return reply;
  };

  return {
    change(change) {
      const written = last.then(() => write(change));
      last = written;
      return written;
    },
  };
}

const DRAFT_PREFIX = 'token-tray.draft.';

function createDrafts(storage: Storage): Drafts {
  const open = new Map<string, unknown>();

  return {
    of<Value extends object>(key: string, forReload: (value: Value) => Value = (value) => value) {
      const known = open.get(key);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one key is one form, so one type
      if (known !== undefined) return known as Signal<Value | undefined>;
      const draft = signal(
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by this form in this session
        read(storage, DRAFT_PREFIX + key) as Value | undefined,
      );
      effect(() => {
        const { value } = draft;
        write(storage, DRAFT_PREFIX + key, value === undefined ? undefined : forReload(value));
      });
      open.set(key, draft);
      return draft;
    },
  };
}

function read(storage: Storage, key: string): unknown {
  const text = storage.getItem(key);
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function write(storage: Storage, key: string, value: object | undefined): void {
  try {
    if (value === undefined) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(value));
  } catch {
    // Full storage loses only the copy for a reload.
  }
}

/** Long enough to read and to reach the undo button by keyboard. */
const TOAST_MS = 8000;

function createToasts(): Toasts {
  const list = signal<readonly Toast[]>([]);
  const spoken = signal('');
  let nextId = 1;

  const dismiss = (id: number): void => {
    list.value = list.value.filter((toast) => toast.id !== id);
  };

  return {
    list,
    spoken,
    dismiss,
    show(toast) {
      const id = nextId;
      nextId += 1;
      // The same message again replaces the earlier one, so a burst of failures is one line.
      const others = list.value.filter((shown) => shown.message !== toast.message);
      list.value = [...others.slice(-2), { ...toast, id }];
      // A problem stays until it is dismissed.
      if (toast.kind === 'done') setTimeout(() => dismiss(id), TOAST_MS);
    },
    announce(text) {
      // A live region only speaks changes, so the same text again needs one.
      spoken.value = spoken.value === text ? `${text}\u00a0` : text;
    },
  };
}
