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
    notes: {
      simulator: undefined,
      emulator: undefined,
      phone: undefined,
      browser: undefined,
      container: 'On Linux, run the container with --add-host=host.docker.internal:host-gateway.',
      esp32: undefined,
      machine: undefined,
    } satisfies Record<Device, string | undefined>,
    lanOff: 'LAN is off, so devices on your network can’t reach this machine.',
    lanOn: 'Turn on LAN',
    address: 'Address of this machine',
    checkPhone: 'Check a phone…',
    lanNoAddress: 'This machine isn’t on a network.',
    lanStopped: 'Start serving to see the address for devices on your network.',
  },
  snippet: {
    client: 'Language',
    what: (client: string) => `${client} snippet`,
    loading: 'Loading the snippet…',
    needed: 'Your app also needs',
  },
  adb: {
    find: 'Set up with adb…',
    none: 'adb is not on this machine. It comes with Android Studio, or run the lines above where it is.',
    noDevices: 'adb sees no device. Start the emulator, or connect a phone with USB debugging on.',
    ready: 'reaches this machine at localhost',
    waiting: (state: string) => `adb says: ${state}`,
    run: 'Run these',
    setUp: (name: string) => `Set up ${name}`,
    undone: 'Taken back when Token Tray quits. Use localhost in the URL.',
  },
  folder: {
    write: 'Write the URL into the app’s folder…',
    path: 'Folder of the app',
    save: 'Write',
    done: ({ file, name, changed }: { file: string; name: string; changed: boolean }) =>
      changed
        ? `${file} has ${name} now. Restart the dev server, and use it in place of the URL:`
        : `${file} has ${name} already. Use it in place of the URL:`,
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
