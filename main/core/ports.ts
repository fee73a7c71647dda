import type { ActivityDetail, Caller, GuardedIdentity, GuardRule } from '../contract/activity.ts';
import type { DrillCode } from '../contract/drills.ts';
import type { Failure } from '../contract/errors.ts';
import type {
  Absences,
  HostDescription,
  LinkId,
  SecretStorage,
} from '../contract/host-description.ts';
import type { JsonObject } from '../contract/json.ts';
import type { PhoneCheck, PhoneReport } from '../contract/phone-check.ts';
import type { RoomPage, RoomTicket } from '../contract/rooms.ts';
import type { ServerState } from '../contract/server-state.ts';
import type { ServerSettings, Settings } from '../contract/settings.ts';
import type { CredentialSource } from './credentials/read-credentials.ts';
import type { Adb, Simctl } from './device-setup.ts';
import type { Machine } from './doctor/examine-machine.ts';
import type { LiveKitServer } from './livekit-ports.ts';

/** What was found where the settings should be. Reading never loses anything: see `notices`. */
export interface LoadedSettings {
  /** `undefined`: there are none yet. */
  settings: Settings | undefined;
  /** What a person should know: a corrupt file was set aside, a backup restored, modes tightened. */
  notices: string[];
  /** A backup took the file's place, so what was saved after it is missing. */
  restored?: true;
  /** Set where the file may not be written, with the reason. */
  readOnly?: string;
}

/** The settings file. `save` is atomic; when it throws (`settings_unwritable`), the file is as it was. */
export interface SettingsStore {
  readonly path: string;
  load(): LoadedSettings;
  save(settings: Settings): void;
  deleteBackups(): void;
}

export type SecretReading =
  | { state: 'set'; secret: string }
  | { state: 'missing' | 'waiting' | 'locked' | 'unreadable' };

/** Puts back what a write replaced or removed, readable or not. Throws `secret_unwritable`. */
export type UndoWrite = () => Promise<void>;

/**
 * Secrets by id, apart from the settings. Reads answer a state and never throw. `write` throws (`secret_unwritable`),
 * because something would be lost; only `core/change` writes.
 */
export interface SecretStore {
  storage(): SecretStorage;
  get(id: string): Promise<SecretReading>;
  /** The ids of stored secrets; none if that cannot be read. */
  ids(): readonly string[];
  /** Stores texts and removes (`undefined`) in one step: all of it, or nothing and an error. */
  write(changes: ReadonlyMap<string, string | undefined>): Promise<UndoWrite>;
  /** Called when the key store answers, unlocks or appears: time to read again. */
  onChange(listener: () => void): () => void;
}

/** Milliseconds since the epoch. */
export type Clock = () => number;

/** The public endpoint as the core steers it. `apply` resolves once the outcome is known, and never throws. */
export interface EndpointControl {
  readonly state: ServerState;
  /** Starts, stops or moves the listener so that it fits; a failed move leaves the old listener serving. */
  apply(settings: ServerSettings): Promise<ServerState>;
  onChange(listener: (state: ServerState) => void): () => void;
  /** Sends a recorded request to our own listener again; answers the id of the new request once that is answered. */
  replay(entry: ActivityDetail, edits: { target?: string; body?: string }): Promise<string>;
  close(): Promise<void>;
}

/** A file or folder of this machine that may hold projects, with all that its files point to. */
export interface ImportPlace {
  /** Stable for a path. */
  id: string;
  path: string;
  files: readonly CredentialSource[];
  /** What a person should know if projects are in it, such as that other users can read it. */
  warnings?: readonly string[];
}

/** LiveKit's command line tool, `lk`: its file of projects, which is only read, and its sign-in. */
export interface Lk {
  /** Its file now; `undefined` where there is none. */
  read(): Promise<ImportPlace | undefined>;
  /** Calls back when its file changes, appears or goes. Returns a function that stops it. */
  watch(onChange: () => void): () => void;
  /** The path of the program; `undefined` where there is none. */
  find(): string | undefined;
  /**
   * Runs `lk cloud auth` until it ends or `signal` aborts. Never throws: `code` is `null` if it did not start or was
   * killed. `onOutput` gets all of its output so far, without colours, at most 16 KiB.
   */
  signIn(
    path: string,
    options: { onOutput: (output: string) => void; signal: AbortSignal },
  ): Promise<{ code: number | null; output: string }>;
}

/** Where projects can be imported from on this machine. Nothing is ever written there. */
export interface ImportSources {
  scan(): Promise<ImportPlace[]>;
}

/** The folder of a person's app. Both throw TokenTrayError; a failed write has changed nothing. */
export interface AppFolder {
  /** The text of a file; `undefined` where there is none. */
  read(folder: string, name: string): string | undefined;
  write(folder: string, name: string, text: string): void;
}

/** What only the host can do. What it cannot is absent here and named in `absences`. */
export interface HostActions {
  copyText?(text: string): Promise<void>;
  copySecret?(secret: string): Promise<void>;
  /** The text on the clipboard now. */
  readClipboard?(): Promise<string>;
  openLink?(link: LinkId, query?: Readonly<Record<string, string>>): Promise<void>;
  /** Serves the room page once with this ticket, and opens it where the host opens pages. */
  openRoomPage?(ticket: RoomTicket): Promise<Pick<RoomPage, 'url' | 'opened'>>;
  revealPath?(path: 'data' | 'logs'): Promise<void>;
  /** Asks the person for a folder; `undefined` where they choose none. */
  chooseFolder?(): Promise<string | undefined>;
  setStartAtLogin?(start: boolean, hidden: boolean): Promise<void>;
  /** Writes a file only this user may read into the data folder's `exports`, and answers its path. */
  writeExport(fileName: string, content: string): Promise<string>;
}

export interface Host {
  description: Omit<HostDescription, 'capabilities' | 'absences'>;
  /** Live: the host changes it where the system does. The capabilities follow from it. */
  absences: Absences;
  actions: HostActions;
  /** The login name of the person at this machine, for `{user}` in templates. */
  userName: string;
}

/** Signs claims into a token. Tests count through their own. */
export type Sign = (claims: JsonObject, secret: string) => string;

/** One line to the log. `fields` hold no secret, no token and no request body: the log masks what looks like one. */
export type Log = (
  level: 'info' | 'warning' | 'error',
  message: string,
  fields?: Readonly<Record<string, string | number | boolean>>,
) => void;

/** A request as it came, for the activity and for a replay. */
export interface RawRequest {
  /** Given when the head has arrived; the answer, the activity and the log all use it. */
  id: string;
  /** Milliseconds since the epoch, fractional: when the head had arrived. */
  receivedAt: number;
  method: string;
  /** The target as sent, query included. */
  target: string;
  /** The path a route is chosen by. */
  path: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The first 64 KiB, once read. */
  body: string;
  /** The length of the whole body, counted or announced; absent where unknown. */
  bodyBytes?: number;
  /** The client is guessed only when the line is read. */
  caller: Omit<Caller, 'client'>;
  /** The answer, once it was sent; its body before any compression. */
  answer?: { headers: readonly string[]; body: string };
}

/** The fields of LiveKit's TokenSourceRequest, checked. An empty string, null and an absent field are the same: absent. */
export interface RequestFields {
  roomName?: string;
  participantIdentity?: string;
  participantName?: string;
  participantMetadata?: string;
  participantAttributes?: Record<string, string>;
  /** As sent, either casing inside; checked against LiveKit's schema when the token is made. */
  roomConfig?: JsonObject;
  /** Names of fields that no LiveKit client sends. They are ignored, and the activity says so. */
  unknown: string[];
}

/** What the endpoint asks the core for. */
export interface TokenRequest {
  raw: RawRequest;
  fields: RequestFields;
  /** `?project=` */
  projectSlug?: string;
  /** `?preset=` */
  presetSlug?: string;
  /** `X-Sandbox-ID`, with everything but letters and digits trimmed from its edges. */
  tokenServerId?: string;
  /** `?drill=` */
  drill?: string;
  /** The older routes define `participantName` as the identity. */
  nameIsIdentity: boolean;
}

export interface IssuedAnswer {
  serverUrl: string;
  token: string;
  roomName: string;
  participantIdentity: string;
  participantName: string;
  /** Names of fields that were ignored: unknown ones, and those that the policy ignores. */
  ignored: readonly string[];
  /** Set where another caller holds the identity that was asked for. */
  guarded?: GuardedIdentity;
  /** Why the token will not work, from what the project's LiveKit server said before. */
  trouble?: string;
}

/** `drill`: what to do to the answer, besides what the core did to the token. */
export type IssueResult = { drill?: DrillCode } & (
  | { ok: true; answer: IssuedAnswer }
  | { ok: false; failure: Failure }
);

/** Who may ask, as the guards read it before each request. */
export interface AccessSettings {
  allowedOrigins: ReadonlySet<string>;
  allowedHosts: ReadonlySet<string>;
  allowNullOrigin: boolean;
  lan: boolean;
  /** Required from other machines. `undefined` while LAN is off or the key is switched off. */
  lanKey: string | undefined;
  /** The same key, LAN on or off: a project may require it from callers on this machine. */
  key: string;
  /** Whether any project requires the key from callers on this machine too. */
  someRequireKey: boolean;
  /** Whether callers on this machine need the key for the projects that a request names, or for the active one. */
  requiresKey(selection: { projectSlug?: string; tokenServerId?: string }): boolean;
  /** Whether some project has this token server ID: on the LAN that is a key. */
  isTokenServerId(id: string): boolean;
}

/** The phone check as the public endpoint sees it. */
export interface CheckVisitor {
  /** Whether its sheet is open. Otherwise nothing of it answers. */
  isOpen(): boolean;
  /** Takes the code of the link, once, and answers a session; `undefined` for any other code. */
  enter(code: string, userAgent: string | undefined): string | undefined;
  isIn(session: string): boolean;
  /** A token as an app on that phone would get it, in a room of its own. */
  token(raw: RawRequest): Promise<IssueResult>;
  /** Notes what the phone found; answers the check as it is now, a failed hop with its cause. */
  report(report: PhoneReport): Promise<PhoneCheck | undefined>;
}

/** The core as the public endpoint sees it. */
export interface EndpointCore {
  check: CheckVisitor;
  access(): AccessSettings;
  /** Resolves, mints and records. Never throws. */
  issue(request: TokenRequest): IssueResult;
  /** Records a request that got no token before it reached `issue`. */
  refuse(
    raw: RawRequest,
    failure: Failure,
    blocked?: { rule: GuardRule; remedy?: { kind: 'origin' | 'host'; value: string } },
  ): void;
}

/** What a host brings: everything that the core touches besides its own memory. */
export interface TokenTrayPorts {
  settings: SettingsStore;
  secrets: SecretStore;
  /** Made by the host with the core's own side of the endpoint. */
  endpoint(core: EndpointCore): EndpointControl;
  liveKitServer: LiveKitServer;
  importSources: ImportSources;
  appFolder?: AppFolder;
  adb?: Adb;
  simctl?: Simctl;
  machine?: Machine;
  lk: Lk;
  host: Host;
  clock: Clock;
  log: Log;
  /** The names and addresses of this machine on its networks, in lower case; none where absent. */
  ownNames?: () => ReadonlySet<string>;
  /** `signHs256` where absent. */
  sign?: Sign;
  /** A project from LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET: shown, used, never saved. */
  environmentProject?: { url: string; apiKey: string; apiSecret: string };
  /** Settings that the command line decides for this run: shown as overridden, never saved. */
  overrides?: { port?: number };
}
