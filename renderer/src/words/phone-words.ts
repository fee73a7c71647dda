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
    sentence: 'Token Tray does not answer this phone any more.',
    fix: 'Keep the phone on the same network, and scan the code again.',
  },
} as const;
