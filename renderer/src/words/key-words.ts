import type { ReadingKind, ReadProject } from '../../../main/contract/credential-import.ts';
import type { CredentialField } from '../../../main/contract/judge-credentials.ts';

export const words = {
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
  notes: 'Notes',
  line: (source: string, line: number) => `${source}, line ${line}`,
  secretMoved: 'That looks like an API secret, so it’s in the secret field now.',
  severalHere: 'This holds several projects. Use Add project to import them.',
  filled: (from: string) => `Filled in from ${from}`,
  from: (names: string) => `From ${names}`,
  saveAndUse: 'Save and use',
  take: (count: number) => (count === 1 ? 'Import 1 project' : `Import ${count} projects`),
  incomplete: (missing: readonly CredentialField[]) =>
    `Missing: ${missing.map((field) => FIELD_NAMES[field]).join(', ')}`,
  known: (name: string, otherSecret: boolean) =>
    otherSecret ? `Already added as ${name}, with another secret` : `Already added as ${name}`,
  isDefault: 'Default',
  questions: 'This would also change what you have. Tick what to take:',
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
    terminal: 'lk asks its questions in a terminal',
    terminalText: 'Run this there. The project it adds is added here, too.',
    command: 'command',
  },
  review: 'Review',
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
      : [value.line === undefined ? value.source : words.line(value.source, value.line)],
  );
  return [...new Set(places)].join('; ');
}

/** How LiveKit's own pages say to install lk. `platform` as Node names it. */
export function installLk(platform: string | undefined): string {
  if (platform === 'darwin') return 'brew install livekit-cli';
  if (platform === 'win32') return 'winget install LiveKit.LiveKitCLI';
  return 'curl -sSL https://get.livekit.io/cli | bash';
}
