import type { Device } from '../../../state/endpoint-urls.ts';

export const CLIENTS = [
  'javascript',
  'react',
  'reactNative',
  'expo',
  'capacitor',
  'tauri',
  'swift',
  'kotlin',
  'flutter',
  'unity',
  'unityWebgl',
  'node',
  'python',
  'go',
  'rust',
  'cpp',
  'esp32',
  'curl',
] as const;

export type ClientName = (typeof CLIENTS)[number];

export const CLIENT_NAMES: Readonly<Record<ClientName, string>> = {
  javascript: 'JavaScript',
  react: 'React',
  reactNative: 'React Native',
  expo: 'Expo',
  capacitor: 'Capacitor',
  tauri: 'Tauri',
  swift: 'Swift',
  kotlin: 'Kotlin',
  flutter: 'Flutter',
  unity: 'Unity',
  unityWebgl: 'Unity WebGL',
  node: 'Node.js',
  python: 'Python',
  go: 'Go',
  rust: 'Rust',
  cpp: 'C++',
  esp32: 'ESP32',
  curl: 'curl',
};

/** What apps on each device are written with, the likeliest first. */
export const DEVICE_CLIENTS: Readonly<Record<Device, readonly [ClientName, ...ClientName[]]>> = {
  simulator: ['swift', 'reactNative', 'expo', 'flutter', 'capacitor', 'unity'],
  emulator: ['kotlin', 'reactNative', 'expo', 'flutter', 'capacitor', 'unity'],
  phone: ['swift', 'kotlin', 'reactNative', 'expo', 'flutter', 'capacitor', 'unity', 'javascript'],
  browser: ['javascript', 'react', 'flutter', 'unityWebgl'],
  container: ['python', 'node', 'go', 'rust', 'cpp', 'curl'],
  esp32: ['esp32'],
  machine: ['node', 'python', 'go', 'rust', 'cpp', 'tauri', 'flutter', 'unity', 'curl'],
};

/** Every snippet joins this room, so that two devices meet. */
export const ROOM = 'my-room';

/** The target of a snippet. */
export interface SnippetInput {
  /** The endpoint as `device` reaches it. */
  url: string;
  /** Scheme, host and port of `url`. */
  base: string;
  host: string;
  port: number;
  device: Device;
  /** The ports of a LiveKit server on this machine, signaling first. None where the server is elsewhere. */
  liveKitPorts: readonly number[];
  /** The project's token server ID, if callers have to send it. */
  tokenServerId?: string;
}

export interface Note {
  text: string;
  /** Code to add, such as a line of a manifest. */
  code?: string;
}

export interface Snippet {
  code: string;
  notes: readonly Note[];
}

/** The snippet of one client, ready to paste. It never holds a secret. */
export type SnippetWriter = (input: SnippetInput) => Snippet;
