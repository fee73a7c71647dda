import type { JsonObject } from '../contract/json.ts';
import type { Capabilities, HostDescription, LinkId, SecretStorage } from '../contract/host.ts';
import type { FoundSource } from '../contract/import-report.ts';
import type { ServerCheck } from '../contract/server-check.ts';
import type { ServerState } from '../contract/server-state.ts';
import type { ServerSettings, Settings } from '../contract/settings.ts';
import type { ActivityDetail } from '../contract/activity.ts';

/** What was found where the settings should be. Reading never loses anything: see `notices`. */
export interface LoadedSettings {
  /** `undefined`: there are none yet. */
  settings: Settings | undefined;
  /** What a person should know: a corrupt file was set aside, a backup restored, modes tightened. */
  notices: string[];
  /** Set where the file may not be written, with the reason. */
  readOnly?: string;
}

/** The settings file. `save` is atomic; when it throws (`settings_unwritable`), the file is as it was. */
export interface SettingsStore {
  readonly path: string;
  load(): LoadedSettings;
  /** Loads what saving needs. Awaited once the endpoint answers, so that it costs no token any time. */
  prepare?(): Promise<void>;
  save(settings: Settings): void;
}

export type SecretReading =
  | { state: 'set'; secret: string }
  | { state: 'missing' | 'waiting' | 'locked' | 'unreadable' };

/**
 * Secrets by id, apart from the settings. Reads answer a state and never throw; only `set` and `remove`
 * throw (`secret_unwritable`), because only there something would be lost.
 */
export interface SecretStore {
  storage(): SecretStorage;
  get(id: string): Promise<SecretReading>;
  set(id: string, secret: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Called when the key store answers, unlocks or appears, so that readings should be taken again. */
  onChange(listener: () => void): () => void;
}

/** Milliseconds since the epoch. */
export type Clock = () => number;

/** Asks a LiveKit server whether it would take a token, without joining or creating a room. */
export type CheckServer = (input: {
  url: string;
  /** A join token for the project, signed by the core. */
  token: string;
}) => Promise<ServerCheck>;

/** The public endpoint as the core steers it. `apply` resolves once the outcome is known, and never throws. */
export interface EndpointControl {
  readonly state: ServerState;
  /** Starts, stops or moves the listener so that it fits; a failed move leaves the old listener serving. */
  apply(settings: ServerSettings): Promise<ServerState>;
  onChange(listener: (state: ServerState) => void): () => void;
  /** Sends a recorded request to our own listener again, and resolves when it was answered. */
  replay(entry: ActivityDetail, edits: { target?: string; body?: string }): Promise<void>;
  close(): Promise<void>;
}

/** Where projects can be imported from on this machine; `read` answers the text of a found file. */
export interface ImportSources {
  scan(): Promise<{ source: FoundSource; name: string; content: string }[]>;
}

/** What only the host can do. What it cannot is absent, and its capability is false. */
export interface HostActions {
  copyText?(text: string): Promise<void>;
  copySecret?(secret: string): Promise<void>;
  openLink?(link: LinkId, query?: Readonly<Record<string, string>>): Promise<void>;
  revealPath?(path: 'data' | 'logs'): Promise<void>;
  setStartAtLogin?(start: boolean, hidden: boolean): Promise<void>;
  /** Writes a file only this user may read into the data folder's `exports`, and answers its path. */
  writeExport(fileName: string, content: string): Promise<string>;
}

export interface Host {
  description: Omit<HostDescription, 'capabilities' | 'absences'>;
  absences: HostDescription['absences'];
  capabilities: Capabilities;
  actions: HostActions;
  /** The login name of the person at this machine, for `{user}` in templates. */
  userName: string;
}

/** Signs claims into a token. The core has one (token/sign.ts); tests count through their own. */
export type Sign = (claims: JsonObject, secret: string) => string;

/** One line to the log. `fields` hold no secret, no token and no request body: the log masks what looks like one. */
export type Log = (
  level: 'info' | 'warning' | 'error',
  message: string,
  fields?: Readonly<Record<string, string | number | boolean>>,
) => void;
