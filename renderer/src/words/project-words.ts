import type { SecretView } from '../../../main/contract/project.ts';
import type { ServerCheck } from '../../../main/contract/server-check.ts';

export const words = {
  add: 'Add project',
  import: 'Import',
  listLabel: 'Projects',
  detailLabel: 'Project',
  newTitle: 'New project',
  none: {
    title: 'No projects',
    text: 'A project is a LiveKit URL with its API key and secret. Add one, import one, or use the local LiveKit server from Connect.',
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
  restored: (name: string) => `${name} is back`,
  secretCopied: 'API secret copied. It leaves the clipboard in 30 s.',
  fields: {
    name: 'Name',
    slug: 'Slug',
    slugHint: (url: string) => `Chooses this project in a URL: ${url}`,
    url: 'LiveKit URL',
    urlPlaceholder: 'wss://my-app.livekit.cloud',
    apiKey: 'API key',
    apiKeyPlaceholder: 'APIxxxxxxxxxxxx',
    apiSecret: 'API secret',
    preset: 'Default preset',
    presetHint: 'What a token may do when the request names no preset.',
  },
  nameFromUrl: 'From the URL, where left empty.',
  save: 'Save project',
  saved: (name: string) => `${name} saved`,
  test: 'Test connection',
  testing: 'Asking the LiveKit server…',
  secret: {
    replace: 'Replace',
    keep: 'Keep the old one',
    reveal: 'Show what you type',
    conceal: 'Hide what you type',
    newLabel: 'New API secret',
    never: 'Never shown again once it is saved.',
  },
  tokenServerId: {
    title: 'Token server ID',
    hint: 'What a client sends as X-Sandbox-ID. It chooses this project, and lets callers in from the LAN.',
    regenerate: 'Regenerate',
    confirmTitle: 'Regenerate the token server ID?',
    confirmText: 'Apps that send the old one will not find this project any more.',
    done: 'Token server ID regenerated',
  },
  access: {
    title: 'Access',
    requireKey: 'Ask for the key on this machine too',
    requireKeyHint: 'Apps then send the LAN key as Bearer, or the token server ID as X-Sandbox-ID.',
  },
  environment:
    'This project comes from LIVEKIT_* in the environment of the host. Change it there, or duplicate it to have a copy that is yours.',
  importing: {
    title: 'Import',
    hint: 'Nothing is written to these files. A project that is known already is brought up to date.',
    scanning: 'Looking for LiveKit projects…',
    none: 'No LiveKit CLI configuration and no .env file with LIVEKIT_* was found on this machine.',
    take: (count: number) => (count === 1 ? 'Import 1 project' : `Import ${count} projects`),
    known: 'here already',
    isDefault: 'default',
    choose: 'Choose a file',
    chooseHint: 'cli-config.yaml, .env, livekit.yaml or an export of Token Tray.',
    added: 'Added',
    updated: 'Updated',
    skipped: 'Skipped',
    nothing: 'Nothing new was in it.',
    kinds: { lk: 'LiveKit CLI', env: '.env file', 'livekit-yaml': 'livekit.yaml' },
  },
} as const;

/** What is known of the secret, in a few words. */
export function secretLine(secret: SecretView): string {
  switch (secret.state) {
    case 'set':
      return secret.hint === undefined
        ? '••••••••'
        : `••••••••${secret.hint.replace(/^[.…]+/, '')}`;
    case 'missing':
      return 'Not set';
    case 'waiting':
      return 'The key store has not answered yet';
    case 'locked':
      return 'Locked in the key store';
    case 'unreadable':
      return 'Cannot be read on this host';
  }
}

/** The finding as a heading; its sentence comes with it. */
export function findingLine(check: ServerCheck): string {
  switch (check.finding) {
    case 'accepted':
      return `The LiveKit server takes these tokens (${check.durationMs} ms)`;
    case 'unreachable':
      return 'The LiveKit server does not answer';
    case 'not_livekit':
      return 'Something else answers there';
    case 'unknown_api_key':
      return 'The server does not know this API key';
    case 'wrong_secret':
      return 'The API secret does not fit the key';
    case 'clock_skew':
      return 'The clocks disagree';
    case 'refused':
      return 'The server refused the token';
  }
}
