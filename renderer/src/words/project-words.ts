import type { ReadingKind, ReadProject } from '../../../main/contract/credential-import.ts';
import type { CredentialField } from '../../../main/contract/judge-credentials.ts';
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
    show: 'Show',
    hide: 'Hide',
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
      'LiveKit 1.9.12 and older refuse tokens with room tags, or with an agent’s deployment or attributes. Turn this on to leave them out.',
    identityGuard: 'When another app holds the identity',
    identityGuardHint:
      'Two participants with the same identity kick each other out of the room. An app holds its identity while its token is valid and its participant has joined or may still join.',
    identityGuards: {
      keep: 'Issue the token, with a warning',
      suffix: 'Add a number to the identity',
      refuse: 'Refuse the token',
    } satisfies Record<IdentityGuard, string>,
    watchJoinsHint:
      'For up to 30 s after issuing a token, Token Tray asks the LiveKit server who is in the room. When serving starts, it also makes one hidden test join.',
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
      return 'Can’t be read here';
  }
}

/** The finding as a heading. */
export function findingLine(check: ServerCheck): string {
  if (!check.ok) return check.cause?.sentence ?? 'Apps can’t join';
  return `The LiveKit server accepts these keys (${check.durationMs} ms)`;
}

export const keyWords = {
  title: 'Add your LiveKit keys',
  hint: 'Until you do, tokens are for livekit-server --dev on this machine.',
  zone: 'Paste your keys, or drop files or a folder here',
  zoneHint:
    'A .env file, JSON, YAML, TOML, lk’s configuration, livekit.yaml, a compose file, a table row, or three lines.',
  files: 'Choose files',
  folder: 'Choose a folder',
  type: 'Type them',
  close: 'Not now',
  reading: 'Reading…',
  pasted: 'the paste',
  understood: 'What was found',
  nothing: 'No URL, API key or secret found.',
  unreadable: (name: string) =>
    `${name} could not be read. Check that it’s still there and that you may open it, then try again.`,
  line: (source: string, line: number) => `${source}, line ${line}`,
  secretMoved: 'That looks like an API secret, so it’s in the secret field now.',
  severalHere: 'This contains several projects. Use Add project to import them.',
  filled: (from: string) => `Filled in from ${from}`,
  from: (names: string) => `From ${names}`,
  saveAndUse: 'Save and use',
  take: (count: number) => (count === 1 ? 'Import 1 project' : `Import ${count} projects`),
  incomplete: (missing: readonly CredentialField[]) =>
    `Missing: ${missing.map((field) => FIELD_NAMES[field]).join(', ')}`,
  known: (name: string, otherSecret: boolean) =>
    otherSecret ? `Already added as ${name}, with another secret` : `Already added as ${name}`,
  isDefault: 'Default',
  questions: 'This would also change what you have. Choose what to import:',
  kinds: {
    lk: 'LiveKit CLI',
    env: '.env',
    'livekit-yaml': 'livekit.yaml',
    compose: 'Compose file',
    yaml: 'YAML',
    json: 'JSON',
    toml: 'TOML',
    command: 'Command',
    token: 'Token',
    text: 'Text',
  } satisfies Record<ReadingKind, string>,
  found: 'Found on this machine',
  offer: (count: number) =>
    count === 1 ? 'lk has a project that isn’t here' : `lk has ${count} projects that aren’t here`,
  cloud: {
    signIn: 'Sign in to LiveKit Cloud',
    missing: 'Signing in needs lk, LiveKit’s command line tool',
    missingText:
      'It signs in with your browser and adds the project you choose, so you copy no keys. Install it, then try again.',
    installCommand: 'install command',
    again: 'Try again',
    starting: 'Starting lk…',
    running: 'Waiting for you in the browser',
    confirm: 'lk opens this page in your browser. Confirm there, and your project is added here.',
    page: 'page to confirm on',
    code: 'Code:',
    terminal: 'lk needs a terminal',
    terminalText: 'Run this in a terminal. The project you choose is added here too.',
    command: 'command',
  },
  local: 'Use livekit-server --dev on this machine',
} as const;

const FIELD_NAMES: Readonly<Record<CredentialField, string>> = {
  url: 'URL',
  apiKey: 'API key',
  apiSecret: 'API secret',
};

/** Where a project's values were read, each place once. */
export function originLine({ url, apiKey, apiSecret }: ReadProject): string {
  const places = [url, apiKey, apiSecret].flatMap((value) =>
    value === undefined
      ? []
      : [value.line === undefined ? value.source : keyWords.line(value.source, value.line)],
  );
  return [...new Set(places)].join('; ');
}

/** How LiveKit's own pages say to install lk. `platform` as Node names it. */
export function installLk(platform: string | undefined): string {
  if (platform === 'darwin') return 'brew install livekit-cli';
  if (platform === 'win32') return 'winget install LiveKit.LiveKitCLI';
  return 'curl -sSL https://get.livekit.io/cli | bash';
}
