import type { Target } from '../../../state/endpoint-urls.ts';

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

/** Where each client usually runs, the likeliest first. */
export const CLIENT_TARGETS: Readonly<Record<ClientName, readonly [Target, ...Target[]]>> = {
  javascript: ['browser', 'phone'],
  reactNative: ['simulator', 'emulator', 'phone'],
  swift: ['simulator', 'phone'],
  kotlin: ['emulator', 'phone'],
  flutter: ['simulator', 'emulator', 'phone', 'browser'],
  rust: ['browser', 'container', 'phone'],
  unity: ['browser', 'emulator', 'phone'],
  cpp: ['browser', 'container', 'phone'],
  esp32: ['phone'],
  curl: ['browser', 'container', 'phone'],
};
