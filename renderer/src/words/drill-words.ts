import type { DrillKind } from '../../../main/contract/drills.ts';

export const words = {
  title: 'Drills',
  lead: 'A drill makes the next requests go wrong on purpose, so that you see what your app does. It ends by itself, after ten minutes at the latest.',
  url: 'On this machine, a request can also ask for one:',
  urlWhat: 'URL with a drill',
  next: 'Requests',
  nextHint: 'From 1 to 1,000',
  caller: 'From',
  everyCaller: 'Every caller',
  callers: {
    ios: 'iOS or macOS apps',
    '10.0.2.2': 'Android emulator',
    android: 'Android apps',
    web: 'Browsers',
    flutter: 'Flutter apps',
    unity: 'Unity apps',
    esp32: 'ESP32',
    'host.docker.internal': 'Containers',
  } as const satisfies Readonly<Record<string, string>>,
  lan: 'Callers on the LAN too',
  arm: 'Arm',
  armLabel: (title: string) => `Arm: ${title}`,
  armed: 'Armed',
  armedSaid: (title: string) => `Drill armed: ${title}`,
  kinds: {
    token: 'In the token',
    answer: 'In the answer',
    server: 'In server_url',
  } satisfies Record<DrillKind, string>,
  goodApp: 'A good app',
} as const;
