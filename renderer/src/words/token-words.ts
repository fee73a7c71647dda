import type { IssuedToken } from '../../../main/contract/activity.ts';

export const words = {
  mint: {
    title: 'Mint a token',
    hint: 'Empty fields get the defaults of the active project.',
    room: 'Room',
    identity: 'Identity',
    name: 'Name',
    preset: 'Preset',
    projectDefault: (name: string) => `Default (${name})`,
    ttl: 'Lifetime',
    ttlPlaceholder: 'As the preset says',
    ttlLong: 'Longer than a day: whoever gets hold of such a token can use it that long.',
    run: 'Mint token',
    done: 'Token minted',
    noProject: 'No project is active, so no token can be signed. Choose one in Projects.',
  },
  recent: {
    title: 'Recent tokens',
    hint: 'Kept in memory only, the newest 50.',
    clear: 'Forget all',
    cleared: 'Tokens forgotten',
    clearing: {
      title: 'Forget all recent tokens?',
      text: 'They keep working until they expire, but cannot be copied or looked at here any more. This cannot be undone.',
      confirm: 'Forget all',
    },
    empty: {
      title: 'No tokens yet',
      text: 'Tokens that apps ask for or that you mint appear here. Mint one above, or ask as an app does:',
      curl: 'curl command',
    },
  },
  expired: 'expired',
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
    text: 'LiveKit refuses it. A fresh one has the same room, identity, name and preset.',
    copyAnyway: 'Copy the expired one',
    fresh: 'Mint a fresh one and copy it',
  },
} as const;

/** Who asked for a token: an app by its client, or a person by the surface they used. */
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
