import type { PhoneHop, PhoneHopName } from '../../../main/contract/phone-check.ts';

/** The words of a hop, on the phone and in the window. */
export const hopWords = {
  names: {
    endpoint: 'Reaches Token Tray',
    token: 'Gets a token',
    signal: 'Opens the signal connection',
    media: 'Exchanges data with LiveKit',
    joined: 'Joins the room',
  } satisfies Record<PhoneHopName, string>,
  states: {
    waiting: 'waiting',
    running: 'running',
    ok: 'done',
    failed: 'failed',
  } satisfies Record<PhoneHop['state'], string>,
  shapes: { waiting: '·', running: '…', ok: '✓', failed: '✕' } satisfies Record<
    PhoneHop['state'],
    string
  >,
  ms: (ms: number) => `${ms} ms`,
} as const;

/** The page on the phone. */
export const pageWords = {
  passed: 'This phone can join. You can close the page.',
  failed: 'This phone can’t join yet.',
  lost: {
    sentence: 'Token Tray no longer answers this phone.',
    fix: 'Keep the phone on the same network, and scan the code again.',
  },
} as const;

/** The sheet in the window. */
export const sheetWords = {
  title: 'Check a phone',
  opening: 'Turning LAN on…',
  noAddress: 'This machine isn’t on a network, so no phone can reach it.',
  code: (address: string) => `Code for a page at ${address}`,
  address: 'Address of this machine',
  waiting: 'Scan the code with your phone’s camera. Waiting for your phone…',
  running: (client: string | undefined) => `${client ?? 'Your phone'} is connected. Checking…`,
  passed: '✓ Your phone can join.',
  failed: 'Your phone can’t join yet.',
  way: 'The phone’s steps into a room',
  link: 'Link for the phone',
  again: 'Check again',
  done: 'Done',
  lanUntil: 'Turn LAN off',
  lanStays: 'LAN stays on until you turn it off.',
  lanLeft: (minutes: number) =>
    minutes < 1
      ? 'LAN turns itself off within a minute.'
      : minutes < 90
        ? `LAN turns itself off in ${minutes} min.`
        : `LAN turns itself off in ${Math.round(minutes / 60)} h.`,
  minutes: {
    '15': 'Off after 15 minutes',
    '60': 'Off after an hour',
    '480': 'Off after 8 hours',
    '0': 'On until I turn it off',
  },
} as const;
