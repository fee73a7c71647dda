import type { Device } from '../../../state/endpoint-urls.ts';

export const CLIENTS = [
  'javascript',
  'reactNative',
  'swift',
  'kotlin',
  'flutter',
  'rust',
  'unity',
  'cpp',
  'esp32',
  'curl',
] as const;

export type ClientName = (typeof CLIENTS)[number];

export const CLIENT_NAMES: Readonly<Record<ClientName, string>> = {
  javascript: 'JavaScript / React',
  reactNative: 'React Native',
  swift: 'Swift',
  kotlin: 'Kotlin',
  flutter: 'Flutter',
  rust: 'Rust',
  unity: 'Unity',
  cpp: 'C++',
  esp32: 'ESP32',
  curl: 'curl',
};

/** What apps on each device are written with, the likeliest first. */
export const DEVICE_CLIENTS: Readonly<Record<Device, readonly [ClientName, ...ClientName[]]>> = {
  simulator: ['swift', 'reactNative', 'flutter', 'unity'],
  emulator: ['kotlin', 'reactNative', 'flutter', 'unity'],
  phone: ['swift', 'kotlin', 'reactNative', 'flutter', 'unity', 'javascript'],
  browser: ['javascript', 'flutter', 'unity'],
  container: ['javascript', 'rust', 'cpp', 'curl'],
  esp32: ['esp32'],
  machine: ['rust', 'cpp', 'unity', 'flutter', 'curl'],
};
