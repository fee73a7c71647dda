/**
 * How secrets are kept. `os`: encrypted with a key from the system's key store. `file`: in a file that only this user
 * may read. `refused`: the key store refuses, so nothing new can be saved.
 */
export interface SecretStorage {
  protection: 'os' | 'file' | 'waiting' | 'refused';
  /** Such as `gnome_libsecret`, `keychain`, `dpapi`, `basic_text`, `file`. */
  backend: string;
  /** One sentence, shown before a secret is saved. */
  notice: string;
  path: string;
}

/** What the host can do. The window goes by this, never by the kind of host. */
export interface Capabilities {
  /** Copies through the host, which works where the page may not. */
  clipboard: boolean;
  /** Opens one of `LINKS` in the system's browser. */
  openLink: boolean;
  startAtLogin: boolean;
  tray: boolean;
  /** Shows a file or folder in the system's file manager. */
  revealPath: boolean;
  notifications: boolean;
  /** Copies a token on a system-wide shortcut. */
  globalShortcut: boolean;
  /** Asks for a folder with the system's dialog. */
  chooseFolder: boolean;
}

export interface HostDescription {
  kind: 'desktop' | 'headless';
  version: string;
  platform: string;
  instanceId: string;
  pid: number;
  capabilities: Capabilities;
  dataFolder: string;
  settingsPath: string;
  logPath: string | null;
  absences: Absences;
}

/** Why a capability is absent, in a sentence, by its name. One that is not named is there. */
export type Absences = Partial<Record<keyof Capabilities, string>>;

/** What a host can do, from what it cannot. */
export function capabilitiesOf(absences: Absences): Capabilities {
  const can = (name: keyof Capabilities): boolean => absences[name] === undefined;
  return {
    clipboard: can('clipboard'),
    openLink: can('openLink'),
    startAtLogin: can('startAtLogin'),
    tray: can('tray'),
    revealPath: can('revealPath'),
    globalShortcut: can('globalShortcut'),
    notifications: can('notifications'),
    chooseFolder: can('chooseFolder'),
  };
}

/** Links that the window may ask the host to open, by id. Nothing else is ever opened. */
export const LINK_IDS = ['livekitDocs', 'livekitCloud', 'meet', 'releases', 'report'] as const;

export type LinkId = (typeof LINK_IDS)[number];

export const LINKS: Readonly<Record<LinkId, string>> = {
  livekitDocs: 'https://docs.livekit.io/frontends/authentication/tokens/',
  livekitCloud: 'https://cloud.livekit.io/',
  meet: 'https://meet.livekit.io/custom',
  releases: 'https://github.com/token-tray/token-tray/releases',
  report: 'https://github.com/token-tray/token-tray/issues/new?template=bug.yml',
};

/** Values for the form behind the link `report`, by field id (.github/ISSUE_TEMPLATE/bug.yml). */
export function reportFields(
  kind: HostDescription['kind'],
  diagnostics: string,
): { host: string; diagnostics: string } {
  return { host: kind === 'desktop' ? 'Desktop app' : 'Headless', diagnostics };
}

/** What knows the devices at this machine: Android's debug bridge, and Xcode's control of its simulators. */
export const DEVICE_TOOLS = ['adb', 'simctl'] as const;

export type DeviceTool = (typeof DEVICE_TOOLS)[number];

/** A device or emulator, as its tool sees it. */
export interface LocalDevice {
  /** adb's serial, or the simulator's UDID. */
  id: string;
  /** Such as `Pixel 9` or `iPhone 17 Pro, iOS 26.1`; the ID where the tool has no name. */
  name: string;
  /** `ready`, or what keeps it from being used, in the tool's word: `unauthorized`, `offline`. */
  state: string;
  /** Whether an app on it reaches this machine at localhost. */
  isSet: boolean;
  /** What `device.run` runs, as typed by hand. */
  commands: string[];
}

/** What a tool sees. `found`: whether the tool is on this machine. */
export interface LocalDevices {
  found: boolean;
  devices: LocalDevice[];
}
