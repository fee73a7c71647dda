import type { CloudSignIn, ProjectsOffer } from './credential-import.ts';
import type { ArmedDrill } from './drills.ts';
import type { SecretStorage } from './host-description.ts';
import type { PhoneCheck } from './phone-check.ts';
import type { Preset } from './preset.ts';
import type { ProjectView } from './project.ts';
import type { ServerState } from './server-state.ts';
import type { AppSettings, ServerSettings } from './settings.ts';

/** Something that happened to the data, shown until it is dismissed. */
export interface Notice {
  id: string;
  /** Milliseconds since the epoch. */
  at: number;
  message: string;
}

/** A setting that something outside the window decides for this run. */
export interface Override {
  setting: 'server.port' | 'project';
  /** Such as `--port` or `LIVEKIT_URL`. */
  source: string;
}

/** Everything small that the window and the tray show. Pushed whole on each change. */
export interface Snapshot {
  /** Grows with each change: of two snapshots of one host, the larger number is newer. */
  sequence: number;
  /** Counts changes to the settings; an update names the revision it saw. */
  revision: number;
  server: ServerState;
  settings: { server: ServerSettings; app: AppSettings };
  projects: ProjectView[];
  activeProjectId: string;
  presets: Preset[];
  /** The phone check, while its sheet is open. */
  phone?: PhoneCheck;
  /** Whether a LAN key exists; the key itself is told by `lan.showKey` alone. */
  hasLanKey: boolean;
  secretStorage: SecretStorage;
  notices: Notice[];
  overrides: Override[];
  offer?: ProjectsOffer;
  /** The sign-in that runs, or how the last one ended. */
  cloudSignIn?: CloudSignIn;
  /** Absent while none is armed. */
  drill?: ArmedDrill;
  /** Set where the settings file may not be written, with the reason. */
  readOnly?: string;
}

/** The answer of a call that changes something: the state it made. */
export interface Changed {
  snapshot: Snapshot;
}

/** The same, with the thing that was made or changed. */
export interface ChangedItem<Item> extends Changed {
  item: Item;
}
