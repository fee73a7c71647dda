import type { ReadonlySignal, Signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Client, Reply } from '../../../main/contract/client.ts';
import type { Failure } from '../../../main/contract/errors.ts';
import type { Preset } from '../../../main/contract/preset.ts';
import type { ProjectView } from '../../../main/contract/project.ts';
import type { ServerSettings, SettingsChanges } from '../../../main/contract/settings.ts';
import type { Changed, Snapshot } from '../../../main/contract/snapshot.ts';
import type { Feed } from './feed.ts';
import type { Checks, Health } from './health.ts';
import type { HostLink, LinkStatus } from './host-link.ts';
import type { ViewName } from './views.ts';

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
  /** The address of this machine that was chosen for devices on the network. It may be gone. */
  readonly lanAddress: Signal<string | undefined>;
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
export type Patient = { tokenId: string } | { requestId: string } | { projectId: string };

type Selectable = 'projects' | 'presets' | 'tokens' | 'activity';

export interface Drafts {
  /**
   * Unsaved input, kept across views and reloads. `undefined` if there is none. `forReload` removes what must
   * stay in memory, such as secrets.
   */
  of<Value extends object>(
    key: string,
    forReload?: (value: Value) => Value,
  ): Signal<Value | undefined>;
}

export interface Toast {
  id: number;
  kind: 'done' | 'problem';
  message: string;
  /** Shows a button that takes back what the message says. */
  undo?: () => Promise<unknown>;
}

export interface Toasts {
  readonly list: ReadonlySignal<readonly Toast[]>;
  /** The live region's text. */
  readonly spoken: ReadonlySignal<string>;
  show(toast: Omit<Toast, 'id'>): void;
  dismiss(id: number): void;
  /** For screen readers only. */
  announce(text: string): void;
}

export type SettingsChange = SettingsChanges | ((server: ServerSettings) => SettingsChanges);

export interface SettingsWriter {
  /**
   * Saves one change. Changes go out one after the other, each with the revision it was made on, so that the
   * host does not take two quick clicks for two windows. A change that builds on the present value, such as
   * one more in a list, is a function, which gets the settings of that revision.
   */
  change(change: SettingsChange): Promise<Reply<Changed>>;
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

/** Saves a change at once. On failure a message says so and the switch stays as it was. */
export function useChange(): (changes: SettingsChanges) => Promise<boolean> {
  const store = useStore();
  return async (changes) => {
    const reply = await store.settings.change(changes);
    if (!reply.ok) store.tell(reply.error);
    return reply.ok;
  };
}
