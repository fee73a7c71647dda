import type { IdentityGuard, SecretView, ServerCheck } from '../../../main/contract/project.ts';

export const words = {
  add: 'Add project',
  listLabel: 'Projects',
  detailLabel: 'Project',
  newTitle: 'New project',
  none: {
    title: 'No projects',
    text: 'A project is a LiveKit URL with its API key and secret. Add or import one, or use a local LiveKit server from Connect.',
  },
  active: 'Active',
  makeActive: 'Make active',
  sources: {
    local: 'Local',
    environment: 'Environment',
    user: undefined,
  },
  menu: {
    label: 'Project actions',
    activate: 'Make active',
    duplicate: 'Duplicate',
    copyEnv: 'Copy as .env, without the secret',
    copySecret: 'Copy the API secret',
    remove: 'Delete',
  },
  env: 'Project as .env',
  removed: (name: string) => `${name} deleted`,
  restored: (name: string) => `${name} restored`,
  secretCopied: 'API secret copied. The clipboard is cleared in 30 s.',
  fields: {
    name: 'Name',
    slug: 'Slug',
    slugHint: (url: string) => `Selects this project in a URL: ${url}`,
    url: 'LiveKit URL',
    urlPlaceholder: 'wss://my-app.livekit.cloud',
    remoteUrl: 'Second URL',
    remoteUrlPlaceholder: 'ws://192.168.1.20:7880',
    remoteUrlHint:
      'For callers on the LAN or in containers, if they reach LiveKit elsewhere. Leave empty for the same URL.',
    apiKey: 'API key',
    apiKeyPlaceholder: 'APIxxxxxxxxxxxx',
    apiSecret: 'API secret',
    preset: 'Default preset',
    presetHint: 'Used when a request doesn’t name a preset.',
  },
  nameFromUrl: 'Leave empty to use the URL’s name.',
  save: 'Save project',
  saved: (name: string) => `${name} saved`,
  test: 'Test connection',
  testing: 'Asking the LiveKit server…',
  secret: {
    replace: 'Replace',
    keep: 'Keep the saved secret',
    reveal: 'Show the secret as you type',
    conceal: 'Hide the secret',
    newLabel: 'New API secret',
    never: 'Never shown again after you save.',
  },
  tokenServerId: {
    title: 'Token server ID',
    hint: 'Clients send it as X-Sandbox-ID. It selects this project and lets LAN callers in.',
    regenerate: 'Regenerate',
    confirmTitle: 'Regenerate the token server ID?',
    confirmText: 'Apps that still send the old ID no longer reach this project.',
    done: 'Token server ID regenerated',
  },
  access: {
    title: 'Access',
    requireKey: 'Require the key on this machine too',
    requireKeyHint:
      'Apps then have to send the LAN key as a Bearer token, or the token server ID as X-Sandbox-ID.',
    watchJoins: 'Watch whether participants join',
    leanTokens: 'Leaner tokens for an older server',
    leanTokensHint:
      'LiveKit 1.9.12 and older refuse tokens with tags of the room, or a deployment or attributes of an agent. Tokens then leave them out.',
    identityGuard: 'When another app holds the identity',
    identityGuardHint:
      'Two participants of one identity throw each other out of the room. An app holds its identity while its token is valid and its participant came or may still come.',
    identityGuards: {
      keep: 'Give it out again, with a warning',
      suffix: 'Put a number behind it',
      refuse: 'Refuse the token',
    } satisfies Record<IdentityGuard, string>,
    watchJoinsHint:
      'After a token is issued, the LiveKit server is asked for up to 30 s who is in the room. It only reads.',
  },
  environment:
    'This project comes from LIVEKIT_* environment variables. Change it there, or duplicate it to edit a copy.',
  importing: {
    added: 'Added',
    updated: 'Updated',
    skipped: 'Skipped',
    nothing: 'Nothing new in this file.',
  },
  trouble: 'Apps can’t join',
} as const;

/** The state of a secret in a few words. */
export function secretLine(secret: SecretView): string {
  switch (secret.state) {
    case 'set':
      return secret.hint === undefined
        ? '••••••••'
        : `••••••••${secret.hint.replace(/^[.…]+/, '')}`;
    case 'missing':
      return 'Not set';
    case 'waiting':
      return 'Waiting for the key store';
    case 'locked':
      return 'Locked in the key store';
    case 'unreadable':
      return 'Can’t be read on this host';
  }
}

/** The finding as a heading. */
export function findingLine(check: ServerCheck): string {
  if (!check.ok) return check.cause?.sentence ?? 'Apps can’t join';
  return `The LiveKit server accepts these keys (${check.durationMs} ms)`;
}
