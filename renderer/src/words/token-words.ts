import type { IssuedToken } from '../../../main/contract/activity.ts';

export const words = {
  mint: {
    title: 'Mint a token',
    hint: 'Empty fields use the active project’s defaults.',
    room: 'Room',
    identity: 'Identity',
    name: 'Name',
    preset: 'Preset',
    projectDefault: (name: string) => `Default (${name})`,
    ttl: 'Lifetime',
    ttlPlaceholder: 'From the preset',
    ttlLong: 'Longer than a day. Anyone who gets this token can use it until it expires.',
    run: 'Mint token',
    done: 'Token minted',
    noProject: 'No project is active. Choose one in Projects to mint tokens.',
  },
  recent: {
    title: 'Recent tokens',
    hint: 'The newest 50, kept in memory only.',
    clear: 'Forget all',
    cleared: 'Tokens forgotten',
    clearing: {
      title: 'Forget all recent tokens?',
      text: 'They work until they expire, but you can no longer copy them here. You can’t undo this.',
      confirm: 'Forget all',
    },
    empty: {
      title: 'No tokens yet',
      text: 'Tokens that apps get or you mint appear here. Mint one above, or ask for one like an app:',
      curl: 'curl command',
    },
  },
  drill: 'Drill',
  expired: 'expired',
  troubleTitle: 'Apps can’t join with this token',
  trouble: (reason: string) => `Apps can’t join: ${reason}`,
  token: 'Token',
  copyToken: 'Copy token',
  serverUrl: 'Server URL',
  curl: 'Copy as curl',
  curlWhat: 'curl command',
  copyServerUrl: 'Copy server URL',
  meet: 'Open in LiveKit Meet',
  again: 'Mint again',
  menu: 'Token actions',
  detailLabel: 'Token',
  claims: 'Claims',
  facts: {
    project: 'Project',
    preset: 'Preset',
    asked: 'Asked by',
    issued: 'Issued',
    expires: 'Expires',
  },
  stale: {
    title: 'This token has expired',
    text: 'LiveKit refuses expired tokens. A new one gets the same room, identity, name and preset.',
    copyAnyway: 'Copy the expired token',
    fresh: 'Mint and copy a new token',
  },
} as const;

/** Who asked for a token: an app's client, or where a person asked. */
export function askedBy({ source, client }: IssuedToken): string {
  switch (source) {
    case 'request':
      return client ?? 'An app';
    case 'window':
      return 'You, in the window';
    case 'tray':
      return 'You, in the tray';
    case 'command':
      return 'You, on the command line';
  }
}

const MEANINGS: Readonly<Record<string, string>> = {
  iss: 'The API key that signed it',
  sub: 'The participant identity',
  name: 'The participant name',
  nbf: 'Not valid before',
  exp: 'Not valid after',
  iat: 'Issued at',
  'video.room': 'The room it is for',
  metadata: 'Participant metadata',
  kind: 'Participant kind',
  roomPreset: 'A room preset that the LiveKit server knows',
};

/** The meaning of a claim whose name doesn't tell. */
export function claimMeaning(name: string): string | undefined {
  return MEANINGS[name];
}
