import type { DeviceTool } from '../../../main/contract/host-description.ts';
import type { Device } from '../state/endpoint-urls.ts';

export const words = {
  localReady: 'Tokens are now for the local LiveKit server. Start it with livekit-server --dev.',
  devices: {
    title: 'Where does your app run?',
    names: {
      simulator: 'iOS simulator',
      emulator: 'Android emulator',
      phone: 'Phone',
      browser: 'Browser',
      container: 'Container',
      esp32: 'ESP32',
      machine: 'This machine',
    } satisfies Record<Device, string>,
    lanAddress: 'LAN address',
    url: 'Endpoint URL',
    containerNote: 'On Linux, run the container with --add-host=host.docker.internal:host-gateway.',
    lanOff: 'LAN is off, so devices on your network can’t reach this machine.',
    lanOffContainer: 'LAN is off, so containers can’t reach this machine.',
    lanOn: 'Turn on LAN',
    address: 'Address of this machine',
    overAdb: 'over adb',
    checkPhone: 'Check a phone…',
    lanNoAddress: 'This machine isn’t on a network.',
    lanStopped: 'Start serving to see the address for devices on your network.',
  },
  snippet: {
    client: 'Language',
    what: (client: string) => `${client} snippet`,
    loading: 'Loading the snippet…',
    lanAndCopy: 'Turn on LAN and copy',
  },
  local: {
    look: {
      simulator: 'Find booted simulators',
      emulator: 'Find Android devices…',
      phone: 'Find Android devices…',
    },
    missing: {
      adb: 'adb isn’t installed here. It comes with Android Studio. Or run the lines above on the machine that has it.',
      simctl: 'Xcode isn’t on this Mac, or xcode-select points elsewhere.',
    } satisfies Record<DeviceTool, string>,
    none: {
      adb: 'adb sees no device. Start the emulator, or connect a phone with USB debugging on.',
      simctl: 'No simulator is running. Run your app in one, then check again.',
    } satisfies Record<DeviceTool, string>,
    set: {
      adb: 'reaches this machine at localhost, until Token Tray quits',
      simctl: 'is ready: it shares this Mac’s network',
    } satisfies Record<DeviceTool, string>,
    waiting: (state: string) => `adb says: ${state}`,
    run: {
      adb: 'Run these',
      simctl: 'Show Token Tray in its Safari',
    } satisfies Record<DeviceTool, string>,
    runOn: {
      adb: (name: string) => `Set up ${name}`,
      simctl: (name: string) => `Show Token Tray on ${name}`,
    } satisfies Record<DeviceTool, (name: string) => string>,
  },
  folder: {
    write: 'Write the URL into the app’s folder…',
    path: 'App folder',
    save: 'Write',
    done: ({ file, name, changed }: { file: string; name: string; changed: boolean }) =>
      changed
        ? `${file} now has ${name}. Restart the dev server, and use it in place of the URL:`
        : `${file} already has ${name}. Use it in place of the URL:`,
    use: 'Expression',
  },
  plot: {
    title: 'Requests in the last hour',
    empty: 'No app has asked for a token in the last hour. Try one:',
    open: 'Open the activity',
    summary: (issued: number, refused: number, blocked: number) =>
      `${issued} issued, ${refused} refused, ${blocked} blocked in the last hour`,
    issued: 'issued',
    refused: 'refused',
    blocked: 'blocked',
    curl: 'curl command',
    from: '60 min ago',
    to: 'now',
  },
} as const;

export const pathWords = {
  title: 'Path',
  of: 'Path of the last request',
  names: { app: 'App', tray: 'Token Tray', liveKit: 'LiveKit' },
  waiting: 'Waiting',
  noRequest: 'No app has asked for a token yet.',
  ready: 'Answers when an app asks.',
  asked: 'Asked',
  fromHere: (client: string) => `${client}, on this machine`,
  fromLan: (client: string, address: string) => `${client}, from ${address}`,
  drill: 'Drill',
  issued: 'Token issued',
  granted: (room: string, identity: string, preset: string) => `${room} as ${identity}, ${preset}`,
  refused: 'Refused',
  blocked: 'Blocked',
  notReached: 'Not reached',
  noToken: 'The app got no token, so it can’t join.',
  notChecked: 'Not checked',
  noProject: 'No project is active.',
  checking: 'Checking…',
  takesKey: 'Accepts the key',
  joined: 'Joined',
  joinedAfter: (identity: string, ms: number) => `${identity}, after ${(ms / 1000).toFixed(1)} s`,
  absent: 'Not joined yet',
  absentLine: (identity: string) => `${identity} did not join within 30 s.`,
  replaced: 'Replaced',
  trouble: 'Can’t join',
  why: 'Why doesn’t it join?',
  check: 'Check',
  checkAgain: 'Check again',
  ms: (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`,
} as const;
